#pragma once

namespace pocketrec {

/// Refuses, in all threads of the process and for good, the system calls that the program does not make once it serves
/// (seccomp(2); allowed_system_calls.h has the others): EPERM for what is not in the list, and for calls of another
/// processor's table. Needs no new privileges to be set. 0, or the errno of a kernel that does not take it.
int filter_system_calls();

}  // namespace pocketrec
