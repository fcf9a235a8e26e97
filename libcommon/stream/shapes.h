// The shapes a tool can have, told by what it offers, and their way into the run loop.
#pragma once

#include "stream/stage.h"

#include <concepts>
#include <type_traits>
#include <utility>

namespace rowkit {

/// A const call that asks where a batch is from.
template <class Tool>
concept PlaceMapper = requires(const Tool& tool, const Batch& in, const Place& place, Writer& out) {
    tool(in, place, out);
};

/// A const call: batches side by side, written in order.
template <class Tool>
concept Mapper = PlaceMapper<Tool> || requires(const Tool& tool, const Batch& in, Writer& out) {
    tool(in, out);
};

/// A call that is not const and says whether it wants more: batches in order.
template <class Tool>
concept Scanner = !Mapper<Tool> && requires(Tool& tool, const Batch& in, Writer& out) {
    { tool(in, out) } -> std::same_as<bool>;
};

/// A mapper or a folder that is a scanner where it says so before the first batch, with a call of its own for
/// that.
template <class Tool>
concept OrderedAtTimes = requires(Tool& tool, const Batch& in, const Place& place, Writer& out) {
    { std::as_const(tool).ordered() } -> std::same_as<bool>;
    { tool.next(in, place, out) } -> std::same_as<bool>;
};

/// A state per worker, merged at the end; the order of batches must not show.
template <class Tool>
concept PlainFolder = requires(const Tool& tool, typename Tool::State& state, const Batch& in,
                               const Place& place) {
    tool.add(state, in, place);
};

/// A folder that holds records back: a Writer::aside() of `out` encodes them; `out` itself is not written to.
template <class Tool>
concept HoldingFolder = requires(const Tool& tool, typename Tool::State& state, const Batch& in,
                                 const Place& place, const Writer& out) {
    tool.add(state, in, place, out);
};

/// A folder that says what was odd (Writer::note); it may hold records back too.
template <class Tool>
concept NotingFolder = !HoldingFolder<Tool> && requires(const Tool& tool, typename Tool::State& state,
                                                        const Batch& in, const Place& place, Writer& out) {
    tool.add(state, in, place, out);
};

template <class Tool>
concept Folder = PlainFolder<Tool> || HoldingFolder<Tool> || NotingFolder<Tool>;

/// Batches are looked at side by side, and then decided on where their order matters: the tool has blocks
/// wait for each other (stream/lanes.h), and passed() tells it that there is no more of a block, if there was
/// anything. What looking found is in a `Look` of each worker's own. `out` of look() is for a Writer::aside()
/// only.
template <class Tool>
concept TurnTaker = requires(Tool& tool, typename Tool::Look& look, const Batch& in, const Place& place,
                             Writer& out) {
    std::as_const(tool).look(look, in, place, std::as_const(out));
    tool.decide(look, in, place, out);
    tool.passed(look, uint64_t{});
};

/// What open() gives: Header open(const Header&), where the tool has it; else the header as it is.
template <class Tool> class ToolStage final : public Stage {
public:
    explicit ToolStage(Tool& tool) : tool_(&tool) {}
    explicit ToolStage(std::unique_ptr<Tool> own) : tool_(own.get()), own_(std::move(own)) {}

    Demand demand() const override {
        if constexpr (requires { tool_->demand(); }) return tool_->demand();
        else return {};
    }
    ToolOutput output() const override {
        if constexpr (requires { tool_->output(); }) return tool_->output();
        else return ToolOutput::records;
    }
    bool wants_survey() const override {
        if constexpr (requires { tool_->wants_survey(); }) return tool_->wants_survey();
        else return false;
    }
    void survey(const Batch& first) override {
        if constexpr (requires { tool_->survey(first); }) tool_->survey(first);
    }
    Header open(const Header& in) override {
        if constexpr (requires { tool_->open(in); }) return tool_->open(in);
        else return in;
    }
    void nothing() override {
        if constexpr (requires { tool_->nothing(); }) tool_->nothing();
    }
    std::unique_ptr<Stage> reopened() const override {
        if constexpr (Mapper<Tool> && std::copy_constructible<Tool>)
            return std::make_unique<ToolStage>(std::make_unique<Tool>(*tool_));
        else return nullptr;
    }
    Header written(const Header& other) const override {
        if constexpr (requires { std::as_const(*tool_).written(other); })
            return std::as_const(*tool_).written(other);
        else
            return other;
    }
    bool ordered() const override {
        if constexpr (OrderedAtTimes<Tool>) return tool_->ordered();
        else return Scanner<Tool>;
    }
    bool enough() const override {
        if constexpr (requires { tool_->enough(); }) return tool_->enough();
        else return false;
    }
    bool has_own_records() const override {
        if constexpr (requires { tool_->has_own_records(); }) return tool_->has_own_records();
        else return false;
    }
    int patience() const override {
        if constexpr (requires { tool_->patience(); }) return tool_->patience();
        else return -1;
    }
    void release(Writer& out) override {
        if constexpr (requires { tool_->release(out); }) tool_->release(out);
    }
    bool release_part(uint64_t number, uint64_t blocks, Writer& out) override {
        if constexpr (requires { tool_->release_part(number, blocks, out); })
            return tool_->release_part(number, blocks, out);
        else return (void)number, (void)blocks, (void)out, false;
    }

    void at_last() override {
        if constexpr (requires { tool_->at_last(); }) tool_->at_last();
    }
    bool chooses_files() const override {
        if constexpr (requires { tool_->chooses_files(); }) return tool_->chooses_files();
        else return false;
    }
    size_t next_file() override {
        if constexpr (requires { tool_->next_file(); }) return tool_->next_file();
        else return 0;
    }
    void file_ended(size_t file) override {
        if constexpr (requires { tool_->file_ended(file); }) tool_->file_ended(file);
    }
    std::unique_ptr<StageWorker> worker() override { return std::make_unique<Worker>(*tool_); }

    void retire(StageWorker& worker) override {
        if constexpr (Folder<Tool>) tool_->merge(state_, std::move(static_cast<Worker&>(worker).state));
    }
    void commit() override {
        if constexpr (requires { tool_->commit(); }) tool_->commit();
    }
    bool cut_after(uint64_t block) override {
        if constexpr (requires { tool_->cut_after(block); }) return tool_->cut_after(block);
        else return false;
    }
    void finish(Writer& out) override {
        if constexpr (Folder<Tool>) tool_->finish(state_, out);
        else if constexpr (requires { tool_->finish(out); }) tool_->finish(out);
    }
    /// A const part() is asked for side by side, unless the tool says otherwise.
    Parts parts() const override {
        if constexpr (requires { { std::as_const(*tool_).parts() } -> std::same_as<Parts>; })
            return std::as_const(*tool_).parts();
        else if constexpr (requires(const Tool& tool, Writer& out) {
                               { tool.part(uint64_t{}, out) } -> std::same_as<bool>;
                           })
            return Parts::side_by_side;
        else if constexpr (requires(Tool & tool, Writer & out) {
                               { tool.part(uint64_t{}, out) } -> std::same_as<bool>;
                           })
            return Parts::one_by_one;
        else return Parts::none;
    }
    bool part(uint64_t number, Writer& out) override {
        if constexpr (requires {
                          { tool_->part(number, out) } -> std::same_as<bool>;
                      })
            return tool_->part(number, out);
        else return false;
    }
    std::string summary() const override {
        if constexpr (requires { std::as_const(*tool_).summary(); }) return std::as_const(*tool_).summary();
        else return {};
    }
    Exit result() const override {
        if constexpr (requires { std::as_const(*tool_).result(); }) return std::as_const(*tool_).result();
        else return Exit::done;
    }

private:
    struct NoState {};
    template <class T> struct StateOf { using type = NoState; };
    template <Folder T> struct StateOf<T> { using type = typename T::State; };
    template <TurnTaker T> struct StateOf<T> { using type = typename T::Look; };
    using State = typename StateOf<Tool>::type;

    struct Worker final : StageWorker {
        explicit Worker(Tool& shared) : tool(shared) {}
        void passed(uint64_t block) override {
            if constexpr (TurnTaker<Tool>) tool.passed(state, block);
        }
        bool take(const Batch& batch, const Place& place, Writer& out) override {
            (void)place;
            if constexpr (OrderedAtTimes<Tool>)
                if (tool.ordered()) return tool.next(batch, place, out);
            if constexpr (TurnTaker<Tool>) {
                std::as_const(tool).look(state, batch, place, std::as_const(out));
                tool.decide(state, batch, place, out);
                return true;
            } else if constexpr (HoldingFolder<Tool>) {
                std::as_const(tool).add(state, batch, place, std::as_const(out));
                return true;
            } else if constexpr (NotingFolder<Tool>) {
                std::as_const(tool).add(state, batch, place, out);
                return true;
            } else if constexpr (PlainFolder<Tool>) {
                std::as_const(tool).add(state, batch, place);
                return true;
            } else if constexpr (PlaceMapper<Tool>) {
                std::as_const(tool)(batch, place, out);
                return true;
            } else if constexpr (Mapper<Tool>) {
                std::as_const(tool)(batch, out);
                return true;
            } else {
                return tool(batch, out);
            }
        }
        Tool& tool;
        State state{};
    };

    Tool* tool_;
    std::unique_ptr<Tool> own_;
    State state_{};
};

} // namespace rowkit
