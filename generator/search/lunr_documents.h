// Documents of `loci lunr` as JSON, from and to text.
//
//     {"fields": [{"name": "title", "boost": 10}, {"name": "body"}], "metadata": ["position"],
//      "k1": 1.2, "b": 0.75,
//      "documents": [{"ref": "a", "boost": 1, "fields": {"title": "A title", "body": "Its text"}}]}
//
// Only "fields" and "documents" must be there. A value is what lunr takes: text, a number, true,
// false, null (nothing), or an array, each element of which is one word. What lunr would make
// nonsense of (an object as a value, two documents with one ref) is refused with its place.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/lunr_index.h"

namespace loci {

// Reads and analyses some documents at a time: besides `json` and the index only those are held.
// Errors are of kind content and begin with "name:line:column: ".
Result<LunrIndex> index_lunr_documents(std::string_view json, std::string_view name);

// Writes the same form, a line a document. Fields that are empty are left out, and arrays are not
// written.
class LunrDocumentsWriter {
 public:
  LunrDocumentsWriter(const std::vector<LunrField>& fields,
                      std::function<bool(std::string_view)> sink);

  // False: the sink has had enough.
  bool add(std::span<const LunrDocument> documents);
  bool finish();

 private:
  std::vector<LunrField> fields_;
  std::function<bool(std::string_view)> sink_;
  std::string text_;
  bool is_first_ = true;
};

}  // namespace loci
