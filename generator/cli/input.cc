#include "cli/input.h"

#include "base/path.h"

namespace loci {

Result<std::string> read_input(const Options& options, const Surroundings& surroundings,
                               std::string_view missing, std::string_view hint) {
  if (options.path.empty() || options.path == "-") {
    if (options.path.empty() && surroundings.interactive)
      return Error{std::string(missing), {std::string(hint)}, ErrorKind::usage};
    return surroundings.read_all();
  }
  FileSystem& files = *surroundings.files;
  const std::string path = normal_path(join_path(surroundings.working_folder, options.path));
  if (!files.exists(path))
    return Error{"there is no file '" + options.path + "'", {}, ErrorKind::usage};
  Result<std::string> real_path = files.real_path(path);
  if (!real_path) return std::move(real_path).error();
  return files.read(*real_path);
}

}  // namespace loci
