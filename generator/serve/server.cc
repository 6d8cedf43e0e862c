#include "serve/server.h"

#include <httplib.h>
#include <sys/socket.h>

#include <charconv>
#include <chrono>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/escape.h"
#include "base/path.h"
#include "serve/policy.h"
#include "serve/reviews.h"
#include "serve/watcher.h"
#include "site/write.h"
#include "source/verified_record.h"

namespace loci {

namespace {

using nlohmann::json;

constexpr int most_streams =
    32;  // a stream keeps a thread; beyond these the browser is told to come back
constexpr int workers = most_streams + 16;
constexpr int ports_to_try = 20;

RequestFacts facts_of(const httplib::Request& request) {
  const auto header = [&](const char* name) -> std::string_view {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string_view() : std::string_view(found->second);
  };
  RequestFacts facts;
  facts.method = request.method;
  facts.target = request.target;
  facts.host = header("Host");
  facts.origin = header("Origin");
  facts.content_type = header("Content-Type");
  facts.fetch_site = header("Sec-Fetch-Site");
  facts.fetch_mode = header("Sec-Fetch-Mode");
  facts.token = header("X-Loci-Token");
  facts.host_repeated = request.get_header_value_count("Host") > 1;
  return facts;
}

void answer_text(httplib::Response& response, int status, const std::string& text) {
  response.status = status;
  response.set_content(text + "\n", "text/plain; charset=utf-8");
}

// Shown while there is no build at all: the configuration cannot be read. The page comes back by itself.
std::string problem_page(const std::string& problems) {
  return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
         "http-equiv=\"refresh\" content=\"2\">"
         "<title>Loci cannot build this page</title></head><body><main><h1>Loci cannot build this "
         "page</h1><pre>" +
         escape_html(problems) +
         "</pre><p>This page looks again every two seconds.</p></main></body></html>\n";
}

class Server {
 public:
  Server(const ServeOptions& options, FileSystem& files, const std::atomic<bool>& stop)
      : options_(options),
        stop_(stop),
        session_(options.root, options.overrides, files),
        reviews_(options.root + "/.loci/reviews") {}

  Status run() {
    // Watched first, built then: what is saved in between is not missed.
    Watcher::Options how;
    how.force_polling = options_.poll;
    Watcher watcher(
        {options_.root}, [this](std::string_view folder) { return is_ignored(folder); }, how);
    session_.rebuild();
    Result<int> port = bind();
    if (!port) return std::move(port).error();
    policy_ = std::make_unique<RequestPolicy>(*port, std::vector<std::string>{options_.host},
                                              options_.token);
    set_routes();

    std::thread listener([this] { http_->listen_after_bind(); });
    http_->wait_until_ready();  // before, stop() would do nothing and the listener never end
    const std::string shown =
        options_.host.find(':') == std::string::npos ? options_.host : "[" + options_.host + "]";
    if (options_.started) {
      options_.started("http://" + shown + ":" + std::to_string(*port) + "/", session_.current());
    }
    watch(watcher);
    session_.wake();
    http_->stop();
    listener.join();
    return Done{};
  }

 private:
  void set_limits() {
    http_->new_task_queue = [] { return new httplib::ThreadPool(workers); };
    http_->set_tcp_nodelay(true);  // 44 ms a request otherwise
    http_->set_payload_max_length(max_body_bytes);
    http_->set_read_timeout(5, 0);
    http_->set_write_timeout(5, 0);
    http_->set_keep_alive_max_count(1000);
    http_->set_keep_alive_timeout(5);
    // The default also sets SO_REUSEPORT, with which two servers share one port without a word.
    http_->set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    http_->set_default_headers({
        {"Cache-Control", "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Referrer-Policy", "same-origin"},
        {"X-Frame-Options", "SAMEORIGIN"},
    });
  }

  Result<int> bind() {
    for (int port = options_.port; port < options_.port + ports_to_try && port <= 65535; ++port) {
      http_ = std::make_unique<httplib::Server>();  // one that could not bind stays out of order
      set_limits();
      if (http_->bind_to_port(options_.host, port)) return port;
      if (errno == EADDRNOTAVAIL) break;
    }
    return Error{"cannot listen on " + options_.host + ":" + std::to_string(options_.port) +
                     " or the ports after it",
                 {"name another port with --port, or another address with --host"},
                 ErrorKind::environment};
  }

  void set_routes() {
    http_->set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          std::optional<Refusal> refusal = policy_->check(facts_of(request));
          if (!refusal && request.method != "GET" && request.method != "HEAD" &&
              request.target != "/__loci/reviews") {
            refusal = Refusal{405, "this server reads only"};
          }
          if (!refusal) return httplib::Server::HandlerResponse::Unhandled;
          answer_text(response, refusal->status, refusal->reason);
          return httplib::Server::HandlerResponse::Handled;
        });
    http_->Get("/__loci/events",
               [this](const auto& request, auto& response) { stream(request, response); });
    http_->Get("/__loci/reviews",
               [this](const auto& request, auto& response) { answer_reviews(request, response); });
    http_->Post("/__loci/reviews",
                [this](const httplib::Request& request, httplib::Response& response) {
                  if (std::optional<Refusal> refusal = policy_->check_save(facts_of(request))) {
                    answer_text(response, refusal->status, refusal->reason);
                    return;
                  }
                  SaveAnswer answer = reviews_.save(request.body);
                  response.status = answer.status;
                  response.set_content(answer.body, "application/json; charset=utf-8");
                });
    http_->Get("/.*",
               [this](const auto& request, auto& response) { answer_output(request, response); });
  }

  void answer_reviews(const httplib::Request& request, httplib::Response& response) {
    const auto number_of = [&request](const char* name) {
      const std::string text = request.get_param_value(name);
      std::int64_t number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      return number;
    };
    Result<std::optional<std::string>> lines = std::optional<std::string>();
    if (request.has_param("after")) {
      lines = reviews_.lines_after({static_cast<std::uint64_t>(number_of("count")),
                                    request.get_param_value("after"),
                                    static_cast<std::int32_t>(number_of("mark"))});
    } else if (Result<std::string> all = reviews_.all_lines()) {
      lines = std::optional(*std::move(all));
    } else {
      lines = std::move(all).error();
    }
    if (!lines) {
      answer_text(response, 500, lines.error().message);
    } else if (!*lines) {
      answer_text(response, 409, "the log has other events");
    } else {
      response.set_content(**lines, "application/x-ndjson; charset=utf-8");
    }
  }

  void answer_output(const httplib::Request& request, httplib::Response& response) {
    const Preview preview = session_.current();
    if (!preview.build) {
      response.status = 500;
      response.set_content(problem_page(preview.problems), "text/html; charset=utf-8");
      return;
    }
    const std::optional<std::string> path = output_path_of(request.target);
    if (!path) return answer_text(response, 400, "that is not an address of this site");
    if (preview.build->plan.find(*path)) return send(preview, *path, 200, response);
    // As GitHub Pages does: "/a/b" is a/b.html, or leads to the folder of that name.
    if (preview.build->plan.find(*path + ".html"))
      return send(preview, *path + ".html", 200, response);
    if (preview.build->plan.find(*path + "/index.html")) {
      response.set_redirect("/" + percent_encode_path(*path) + "/", 302);
      return;
    }
    if (preview.build->plan.find("404.html")) return send(preview, "404.html", 404, response);
    answer_text(response, 404, "no such page");
  }

  void send(const Preview& preview, const std::string& path, int status,
            httplib::Response& response) {
    Result<std::string> bytes = PreviewSession::page(preview, path, options_.token);
    if (!bytes) {
      // A template with a mistake: the page comes back by itself when that is mended.
      if (!path.ends_with(".html")) return answer_text(response, 500, bytes.error().message);
      response.status = 500;
      return response.set_content(problem_page(bytes.error().message), "text/html; charset=utf-8");
    }
    response.status = status;
    response.set_content(std::move(*bytes), std::string(content_type_of(path)));
  }

  // One message a build: {"build":…,"changed":…,"shell":…,"style":…,"errors":…}; a comment every two seconds keeps the line open and
  // finds browsers that have gone.
  void stream(const httplib::Request& request, httplib::Response& response) {
    if (streams_.fetch_add(1) >= most_streams) {
      streams_.fetch_sub(1);
      response.set_header("Retry-After", "5");
      return answer_text(response, 503, "too many pages are open");
    }
    const std::string page = request.get_param_value("page");
    auto seen = std::make_shared<Preview>(session_.current());
    const auto provide = [this, page, seen](std::size_t, httplib::DataSink& sink) {
      if (stop_) {
        sink.done();
        return true;
      }
      Preview now = session_.wait_newer(seen->version, std::chrono::milliseconds(2000));
      if (stop_) {
        sink.done();
        return true;
      }
      std::string message = ": here\n\n";
      if (now.version > seen->version) {
        message = "event: change\ndata: " +
                  change_of(*seen, now, page).dump(-1, ' ', false, json::error_handler_t::replace) +
                  "\n\n";
        *seen = std::move(now);
      }
      return sink.write(message.data(), message.size());
    };
    response.set_header("X-Accel-Buffering", "no");
    response.set_chunked_content_provider("text/event-stream", provide,
                                          [this](bool) { streams_.fetch_sub(1); });
  }

  static json change_of(const Preview& before, const Preview& after, const std::string& page) {
    const auto style = [](const Preview& preview) {
      const Asset* asset = preview.theme ? preview.theme->asset("loci.css") : nullptr;
      return asset ? asset->output_path : std::string();
    };
    const PageChange change = PreviewSession::change_of(before, after, page);
    return {{"build", after.build ? after.build->build_id : ""},
            {"changed", change.text},
            {"shell", change.shell},
            {"style", style(before) != style(after)},
            {"errors", after.problems}};
  }

  void watch(Watcher& watcher) {
    while (watcher.wait(stop_)) {
      session_.rebuild();
      if (options_.rebuilt) options_.rebuilt(session_.current());
    }
  }

  // Folders whose changes mean nothing to the site: the output, and what hides behind a dot.
  bool is_ignored(std::string_view folder) const {
    if (folder == options_.root) return false;
    // Of our own folder the record of checked blocks counts; the log below it is written by this server.
    const std::string own = join_path(options_.root, parent_path(verified_record_path));
    if (folder == own) return false;
    if (is_inside(folder, own)) return true;
    const std::string name = std::filesystem::path(folder).filename().string();
    if (name.starts_with('.') || name == "node_modules") return true;
    const Preview preview = session_.current();
    return folder ==
           (preview.build ? output_folder(preview.build->config) : options_.root + "/public");
  }

  const ServeOptions& options_;
  const std::atomic<bool>& stop_;
  PreviewSession session_;
  ReviewStore reviews_;
  std::unique_ptr<httplib::Server> http_;
  std::unique_ptr<RequestPolicy> policy_;
  std::atomic<int> streams_{0};
};

}  // namespace

Status serve(const ServeOptions& options, FileSystem& files, const std::atomic<bool>& stop) {
  return Server(options, files, stop).run();
}

}  // namespace loci
