#!/bin/busybox sh
# First program of the lab's guest: kernel modules, the host's root read-only over 9p, udev, then the check program in a chroot.
bb=/bin/busybox
$bb mkdir -p /proc /sys /dev /host
$bb mount -t proc proc /proc
$bb mount -t sysfs sysfs /sys
$bb mount -t devtmpfs devtmpfs /dev
for module in $($bb cat /modules/order); do $bb insmod /modules/$module.ko || echo "lab: no module $module"; done
word() { for part in $($bb cat /proc/cmdline); do case $part in $1=*) echo "${part#*=}" ;; esac; done; }
$bb mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 hostroot /host || { echo 'lab: no host root'; $bb poweroff -f; }
$bb mount -t proc proc /host/proc
$bb mount -t sysfs sysfs /host/sys
$bb mount -t devtmpfs devtmpfs /host/dev
$bb mount -t tmpfs tmpfs /host/run
$bb mkdir -p /host/dev/pts /host/run/rules
$bb mount -t devpts devpts /host/dev/pts
$bb mount -t configfs none /host/sys/kernel/config 2>/dev/null
# Only the rules that make the nodes and the links of USB serial and HID devices: the others cost time under emulation.
rules=/host/usr/lib/udev/rules.d
for rule in 50-udev-default.rules 60-serial.rules; do [ -f $rules/$rule ] && $bb cp $rules/$rule /host/run/rules/; done
$bb mount --bind /host/run/rules $rules
for port in ttyS1; do $bb stty -F /dev/$port raw -echo; done
export SYSTEMD_IGNORE_CHROOT=1
$bb chroot /host /bin/udevadm --version >/dev/null 2>&1 && {
  daemon=/lib/systemd/systemd-udevd
  $bb chroot /host $daemon --daemon 2>/dev/null
}
$bb chroot /host /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/run TMPDIR=/run SYSTEMD_IGNORE_CHROOT=1 UV_THREADPOOL_SIZE=8 \
  "$(word labnode)" --enable-source-maps "$(word labapp)" $(word labargs | $bb tr ',' ' ')
echo "lab: the check program ended with $?"
$bb poweroff -f
