import Foundation
import TerminalTestSupport
import Testing

/// Headless Chromium, driven through its DevTools port by the program under test: a command is a line, an answer a line.
final class Browser {
  private let chromium: Child
  private let tools: Child
  private let folder: TemporaryFolder
  private var count = 0
  private var session: String?

  private init(chromium: Child, tools: Child, folder: TemporaryFolder) {
    (self.chromium, self.tools, self.folder) = (chromium, tools, folder)
  }

  /// Starts it with an empty profile in a home of its own; certificates are not checked.
  static func start() async throws -> Browser {
    let program = "/usr/bin/chromium"
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw Spawn.Failure(description: "the peer \(program) is missing; `make test` installs it")
    }
    let folder = try TemporaryFolder()
    let chromium = try Child(
      program,
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--ignore-certificate-errors",
        "--remote-debugging-port=0", "--user-data-dir=\(folder.path("profile"))", "about:blank",
      ], environment: Program.environment.merging(["HOME": folder.url.path]) { $1 }, limit: 60)
    let report = await chromium.errors.wait { devToolsURL(in: $0) != nil }
    guard let url = devToolsURL(in: report) else {
      chromium.end()
      throw Spawn.Failure(description: "no DevTools port: \(String(decoding: report, as: UTF8.self))")
    }
    return Browser(
      chromium: chromium, tools: try Program.start([url], input: .held, limit: 60), folder: folder)
  }

  /// Opens a page in a tab of its own; later calls are about it.
  func open(_ url: String) async throws {
    let target = try await command("Target.createTarget", ["url": "about:blank"])
    session =
      try await command("Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])[
        "sessionId"] as? String
    _ = try await command("Page.navigate", ["url": url])
  }

  /// Runs a script in the page.
  func run(_ script: String) async throws {
    _ = try await command("Runtime.evaluate", ["expression": script])
  }

  /// The text of the element with that id, as soon as `part` is in it.
  func text(of id: String, with part: String) async throws -> String {
    let script = """
      new Promise((resolve) => {
        const look = () => {
          const text = document.getElementById('\(id)')?.textContent ?? '';
          if (text.includes('\(part)')) resolve(text);
        };
        new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
        look();
      })
      """
    let answer = try await command("Runtime.evaluate", ["expression": script, "awaitPromise": true])
    return (answer["result"] as? [String: Any])?["value"] as? String ?? "\(answer)"
  }

  /// Ends it well, so that its profile can be removed, and checks that it does.
  func close() async throws {
    session = nil
    _ = try await command("Browser.close", [:])
    await chromium.outcome().expect(status: 0)
  }

  /// Kills what still runs.
  func end() {
    tools.end()
    chromium.end()
  }

  private func command(_ method: String, _ parameters: [String: Any]) async throws -> [String: Any] {
    count += 1
    let number = count
    var command: [String: Any] = ["id": number, "method": method, "params": parameters]
    command["sessionId"] = session
    tools.write(try JSONSerialization.data(withJSONObject: command) + Data("\n".utf8))
    let lines = await tools.output.wait { Self.answer(number, in: $0) != nil }
    guard let answer = Self.answer(number, in: lines)?["result"] as? [String: Any] else {
      throw Spawn.Failure(description: "\(method): \(String(decoding: lines.suffix(1000), as: UTF8.self))")
    }
    return answer
  }

  private static func answer(_ number: Int, in lines: Data) -> [String: Any]? {
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
      if let object, object["id"] as? Int == number { return object }
    }
    return nil
  }

  private static func devToolsURL(in report: Data) -> String? {
    let text = String(decoding: report, as: UTF8.self)
    return text.firstMatch(of: /DevTools listening on (ws:\S+)\n/).map { String($0.1) }
  }
}
