// One file for ava, which runs each in a thread of its own: the first use of Debian's OpenCL loader (ocl-icd 2.3.1) by
// several threads of a process at once ends in a segmentation fault.
import './conformance.js'
import './device.js'
import './failures.js'
import './process.js'
import './values.js'
