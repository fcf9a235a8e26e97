// An expression as tools use it.
#include "expr/formula.h"

#include <algorithm>
#include <numeric>

namespace rowkit::expr {

Formula::Formula(std::string source) : source_(std::move(source)), root_(parse_expression(source_)) {}

void Formula::bind(const Header& header, const BindOptions& options) {
    program_ = std::make_shared<const Program>(source_, *root_, header, options);
}

Type Formula::type() const { return Program(source_, *root_, Header{}, {.optional = true}).root().type; }

bool Formula::in_order() const {
    auto asks = [](auto& self, const Node& node) -> bool {
        const Function* function = node.op == Op::call ? find_function(node.name) : nullptr;
        return (function && function->in_order) ||
               std::ranges::any_of(node.args, [&](const NodePtr& arg) { return self(self, *arg); });
    };
    return asks(asks, *root_);
}

std::vector<uint32_t> all_rows(size_t count) {
    std::vector<uint32_t> rows(count);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

uint32_t report_odd_values(const Evaluation& evaluation, const Program& program, const Batch& batch,
                           Writer& out) {
    return report_odd_values(evaluation.odd_values(), program.columns(), batch, out);
}

uint32_t report_odd_values(const OddColumns& all, const std::vector<std::string>& names, const Batch& batch,
                           Writer& out) {
    auto first = static_cast<uint32_t>(batch.size());
    for (const auto& [column, odd] : all) {
        const std::string name = column >= 0 ? names[static_cast<size_t>(column)] : "a computed text";
        out.note({name, odd.count, batch.layout().raw_begin[odd.first_record], odd.first_text});
        first = std::min(first, odd.first_record);
    }
    return first;
}

} // namespace rowkit::expr
