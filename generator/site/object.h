// A JSON object written member by member, each value moved to its place. nlohmann's braced lists of
// pairs copy every value twice, which was a third of the cost of a page's model.
//
//     Json item = Object().with("title", note.title).with("href", hrefs.to(note.output_path));
#pragma once

#include <utility>

#include <nlohmann/json.hpp>

namespace loci {

class Object {
 public:
  template <class Value>
  Object&& with(const char* name, Value&& value) && {
    object_.emplace(name, std::forward<Value>(value));
    return std::move(*this);
  }

  operator nlohmann::json() && { return nlohmann::json(std::move(object_)); }

 private:
  nlohmann::json::object_t object_;
};

}  // namespace loci
