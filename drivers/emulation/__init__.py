"""What every emulated device has around it: a TCP port, faults on the way, conditions to switch. It knows no device."""
