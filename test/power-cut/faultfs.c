/* A file system that passes everything on to a folder and fails on demand: faultfs BACKING MOUNTPOINT CONTROL-FILE -f
 * The control file holds words: "enospc" every write fails after half its bytes, "eio-write", "eio-fsync" (what was written since
 * the last good sync of that descriptor is thrown away, as kernels do), "slow" fsync takes 300 ms. Empty: everything works. */
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char *backing, *control;

static int faulty(const char *word) {
  char text[128] = "";
  int fd = open(control, O_RDONLY);
  if (fd < 0) return 0;
  ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  return n > 0 && strstr(text, word) != NULL;
}
static char *real(char *out, const char *path) {
  snprintf(out, 4096, "%s%s", backing, path);
  return out;
}
#define R char p[4096]; real(p, path)
static int f_getattr(const char *path, struct stat *st, struct fuse_file_info *fi) {
  (void)fi; R; return lstat(p, st) ? -errno : 0;
}
static int f_readdir(const char *path, void *buf, fuse_fill_dir_t fill, off_t off, struct fuse_file_info *fi, enum fuse_readdir_flags fl) {
  (void)off; (void)fi; (void)fl; R;
  DIR *d = opendir(p);
  if (!d) return -errno;
  for (struct dirent *e; (e = readdir(d));) fill(buf, e->d_name, NULL, 0, 0);
  closedir(d);
  return 0;
}
static int f_mkdir(const char *path, mode_t m) { R; return mkdir(p, m) ? -errno : 0; }
static int f_unlink(const char *path) { R; return unlink(p) ? -errno : 0; }
static int f_rmdir(const char *path) { R; return rmdir(p) ? -errno : 0; }
static int f_rename(const char *path, const char *to, unsigned fl) {
  (void)fl; char q[4096]; R; return rename(p, real(q, to)) ? -errno : 0;
}
static int f_truncate(const char *path, off_t n, struct fuse_file_info *fi) { (void)fi; R; return truncate(p, n) ? -errno : 0; }
static int f_chmod(const char *path, mode_t m, struct fuse_file_info *fi) { (void)fi; R; return chmod(p, m) ? -errno : 0; }
static int f_utimens(const char *path, const struct timespec t[2], struct fuse_file_info *fi) { (void)fi; R; return utimensat(0, p, t, 0) ? -errno : 0; }
static int f_open(const char *path, struct fuse_file_info *fi) {
  R;
  /* Appends come with their place: O_APPEND is the kernel's business above us. */
  int fd = open(p, (fi->flags & ~(O_APPEND | O_ACCMODE)) | O_RDWR);
  if (fd < 0) return -errno;
  fi->fh = fd;
  fi->direct_io = 1;
  return 0;
}
static int f_create(const char *path, mode_t m, struct fuse_file_info *fi) {
  R;
  int fd = open(p, O_CREAT | O_RDWR | (fi->flags & (O_EXCL | O_TRUNC)), m);
  if (fd < 0) return -errno;
  fi->fh = fd;
  fi->direct_io = 1;
  return 0;
}
static int f_release(const char *path, struct fuse_file_info *fi) { (void)path; close(fi->fh); return 0; }
static int f_read(const char *path, char *b, size_t n, off_t o, struct fuse_file_info *fi) {
  (void)path; ssize_t r = pread(fi->fh, b, n, o); return r < 0 ? -errno : r;
}
static int f_write(const char *path, const char *b, size_t n, off_t o, struct fuse_file_info *fi) {
  (void)path;
  if (faulty("eio-write")) return -EIO;
  if (faulty("enospc")) { if (n > 1 && pwrite(fi->fh, b, n / 2, o) < 0) return -errno; return -ENOSPC; }
  ssize_t r = pwrite(fi->fh, b, n, o);
  return r < 0 ? -errno : r;
}
/* Length at the last good sync, by descriptor. */
static off_t synced[65536];
static int f_fsync(const char *path, int data, struct fuse_file_info *fi) {
  (void)path;
  if (faulty("slow")) usleep(300000);
  struct stat st;
  if (fstat(fi->fh, &st)) return -errno;
  if (faulty("eio-fsync")) {
    off_t from = fi->fh < 65536 ? synced[fi->fh] : 0;
    for (off_t at = from; at < st.st_size; at += 512) {
      static const char zeros[512];
      size_t n = st.st_size - at < 512 ? st.st_size - at : 512;
      if (pwrite(fi->fh, zeros, n, at) < 0) return -errno;
    }
    return -EIO;
  }
  if ((data ? fdatasync(fi->fh) : fsync(fi->fh)) != 0) return -errno;
  if (fi->fh < 65536) synced[fi->fh] = st.st_size;
  return 0;
}
static int f_fsyncdir(const char *path, int data, struct fuse_file_info *fi) { (void)path; (void)data; (void)fi; return faulty("eio-fsync") ? -EIO : 0; }
static int f_statfs(const char *path, struct statvfs *st) { R; return statvfs(p, st) ? -errno : 0; }

static const struct fuse_operations ops = {
  .getattr = f_getattr, .readdir = f_readdir, .mkdir = f_mkdir, .unlink = f_unlink, .rmdir = f_rmdir, .rename = f_rename,
  .truncate = f_truncate, .chmod = f_chmod, .utimens = f_utimens, .open = f_open, .create = f_create, .release = f_release,
  .read = f_read, .write = f_write, .fsync = f_fsync, .fsyncdir = f_fsyncdir, .statfs = f_statfs,
};
int main(int argc, char **argv) {
  if (argc < 4) return 2;
  backing = argv[1];
  control = argv[3];
  char *args[] = {argv[0], argv[2], "-f", "-s", NULL};
  return fuse_main(4, args, &ops, NULL);
}
