// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "calendar/date.hpp"

namespace audit::evidence {

using Members = std::map<std::string, std::string>;  ///< name → bytes

/// A zip file of the members, in the order of their names. Every entry's time is noon of `date`
/// (from 1980 on) and its mode 0600, so that equal members give equal bytes. Throws Fatal{output}.
std::string write_archive(const Members& members, calendar::Date date);

/// All members of a zip file. Throws Fatal{usage} that names the file: not readable, no zip file,
/// encrypted, larger than 4 GB unpacked, more than 100,000 members, a name that is absolute, leads
/// upwards, or stands there twice. Nothing is written to a disk.
Members read_archive(const std::string& path);

}  // namespace audit::evidence
