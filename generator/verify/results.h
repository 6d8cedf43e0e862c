// The figures that `sql pg`, `redis` and program blocks answer, under names that later `calc` and `ref` blocks of the note use. A block has
// names for its figures when it has one itself: `name=plan`.
//
//     ```sql pg expect=rows name=orders                 orders.total = 3, orders.open = 1; orders.open.2 is the second row's
//     SELECT count(*) AS total, count(*) FILTER (WHERE open) AS open FROM orders;
//     -- => 3|1
//     ```
//
//   sql       NAME.column of the last answer that has the column; NAME when the last answer is one cell
//   redis     NAME.2 the second command's reply, NAME.2.3 its third item; NAME the last command's
//   program   NAME.2 the second line that it prints; NAME the last line
//
// What is not a number, alone or before a unit ("27 MB"), has no name.
#pragma once

#include <string>
#include <vector>

#include "verify/calc.h"

namespace loci {

// "1500", "-2.5e3", "27 MB", "0.5%"; nullopt: another text.
std::optional<double> figure_of(std::string_view text);

// `rows`: cells with '|' between. A row that does not have as many cells as there are columns is left out.
void keep_rows(Values& values, const std::string& name, const std::vector<std::string>& columns,
               const std::vector<std::string>& rows);

// `number`: the command's, from 1; `lines`: its reply as redis-cli prints it.
void keep_reply(Values& values, const std::string& name, std::size_t number,
                const std::vector<std::string>& lines);

void keep_lines(Values& values, const std::string& name, const std::vector<std::string>& lines);

}  // namespace loci
