// The first pass over the stream of a join past memory.
#include "ops/join_router.h"

#include "base/error.h"
#include "ops/join_record.h"
#include "stream/run.h"
#include "stream/shapes.h"

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

namespace rowkit::ops {
namespace {

/// What all threads share, whatever headers they come upon.
struct Shared {
    const JoinMatching& matching;
    const Demand& demand;
    const JoinSpilledSide& built;
    const JoinLimits& limits;

    std::mutex mutex{};
    std::map<std::thread::id, std::unique_ptr<PartWriter>> writers{}; // each thread's blocks come in order
    std::exception_ptr failed{};                                      // of a writer
    std::atomic<uint64_t> records = 0;

    PartWriter& writer() {
        std::lock_guard lock(mutex);
        std::unique_ptr<PartWriter>& writer = writers[std::this_thread::get_id()];
        if (!writer) writer = std::make_unique<PartWriter>(limits);
        return *writer;
    }
};

/// The mapper. Copies are for other headers.
class Router {
public:
    Router(Shared& shared, const expr::BindOptions& bind) : shared_(&shared), bind_(bind) {}

    Demand demand() const { return shared_->demand; }
    Header open(const Header& in) {
        header_ = in;
        probes_ = std::make_shared<Probes>();
        probes_->free.push_back(std::make_unique<JoinProbe>(shared_->matching, header_, bind_));
        bind_.optional = true; // as in the second pass
        return in;
    }
    void operator()(const Batch& in, const Place& place, Writer&) const {
        std::unique_ptr<JoinProbe> probe = take_probe();
        probe->start(in, place);
        try {
            route(*probe, in, place);
        } catch (...) {
            std::lock_guard lock(shared_->mutex);
            if (!shared_->failed) shared_->failed = std::current_exception();
            throw;
        }
        std::lock_guard lock(probes_->mutex);
        probes_->free.push_back(std::move(probe));
    }

private:
    struct Probes {
        std::mutex mutex;
        std::vector<std::unique_ptr<JoinProbe>> free;
    };

    std::unique_ptr<JoinProbe> take_probe() const {
        std::lock_guard lock(probes_->mutex);
        if (probes_->free.empty()) return std::make_unique<JoinProbe>(shared_->matching, header_, bind_);
        auto probe = std::move(probes_->free.back());
        probes_->free.pop_back();
        return probe;
    }

    void route(JoinProbe& probe, const Batch& in, const Place& place) const {
        PartWriter& writer = shared_->writer();
        Buffer bytes;
        shared_->records += in.size();
        probe.each([&](size_t from, std::span<const KeyBytes> keys) {
            for (size_t i = 0; i < keys.size(); ++i) {
                if (probe.matches_nothing(keys[i])) continue;
                if (!shared_->built.hashes->may_have(keys[i].hash)) continue;
                bytes.clear();
                append_join_key(keys[i], bytes);
                if (probe.has_points()) append_join_point(probe.point(from + i), bytes);
                const uint64_t origin = place_in_stream(in, place, static_cast<uint32_t>(from + i));
                writer.add(keys[i].hash, {{}, origin, bytes.view()});
            }
        });
    }

    Shared* shared_;
    expr::BindOptions bind_;
    Header header_;
    std::shared_ptr<Probes> probes_;
};

Settings quiet(const Settings& settings) {
    Settings own = settings;
    own.sink = {.path = "/dev/null"};
    own.rejects.clear();
    own.shared.reset();
    own.summary.reset();
    own.progress = 0;
    own.quiet = true;
    return own;
}

} // namespace

uint64_t place_in_stream(const Batch& batch, const Place& place, uint32_t record) {
    return stream_origin(place.file, place.offset + batch.layout().raw_end[record]);
}

RoutedStream route_stream(const Settings& settings, const JoinMatching& matching,
                          const expr::BindOptions& bind, const Demand& demand, const JoinSpilledSide& built,
                          const JoinLimits& limits) {
    Shared shared{matching, demand, built, limits};
    RoutedStream routed;
    Router router(shared, bind);
    ToolStage<Router> stage(router);
    try {
        run_stage(stage, quiet(settings));
    } catch (...) {
        if (shared.failed) std::rethrow_exception(shared.failed);
        routed.error = std::current_exception();
    }
    routed.parts.resize(PartWriter::count);
    for (auto& [id, writer] : shared.writers) writer->finish(routed.parts);
    routed.records = shared.records;
    return routed;
}

} // namespace rowkit::ops
