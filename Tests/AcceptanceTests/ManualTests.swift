import Foundation
import Testing

@Suite("the manual, the help and what is installed", .gated)
struct ManualTests {
  @Test func isUpToDate() async throws {
    let writer = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
      .appendingPathComponent("ManualWriter").path
    let outcome = try await Child(
      writer, ["--check", Repository.manual.path], environment: Program.environment
    ).outcome()
    outcome.expect(status: 0)
  }

  @Test func hasAPageForEveryCommandAndOneForTheRulesAndTheEvents() {
    #expect(Repository.pages.count == 15)
  }

  @Test(arguments: Repository.pages.filter { $0.hasSuffix(".1") })
  func hasItsHeadings(_ page: String) throws {
    let text = try Repository.page(page)
    for heading in ["OPTIONS", "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO"] {
      #expect(text.contains("\n.Sh \(heading)\n"), "\(heading)")
    }
  }

  @Test(arguments: Repository.pages)
  func showsWhatReallyHappens(_ page: String) async throws {
    let folder = try TemporaryFolder()
    let blocks = try ManualExample.blocks(of: page)
    #expect(!blocks.isEmpty)
    for block in blocks { try await run(block, folder) }
  }

  /// Runs the commands of a block one by one, with ports of the system's choice in place of those on the page.
  private func run(_ block: [ManualExample], _ folder: TemporaryFolder) async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    var ports = ["8080": listener.url.split(separator: ":").last.map { String($0.dropLast()) } ?? ""]
    var children: [Child] = []
    defer { for child in children { child.end() } }
    for example in block {
      let place = Comment(rawValue: example.command)
      if example.isBackground {
        // The first port of a command is the one that it listens on.
        let named = ["8080", "8443"].compactMap { port in example.command.range(of: port).map { (port, $0) } }
        if let (port, _) = named.min(by: { $0.1.lowerBound < $1.1.lowerBound }) {
          ports[port] = "\(try FreePort.find())"
        }
        let child = try shell("exec " + example.command.dropLast(), ports, folder)
        children.append(child)
        #expect(await child.errors.firstLine() + "\n" == replacing(ports, in: example.output), place)
      } else {
        let outcome = try await shell("exec 2>&1\n" + example.command, ports, folder).outcome()
        #expect(outcome.status == 0, place)
        if !example.output.isEmpty { #expect(outcome.text == example.output, place) }
      }
    }
  }

  private func shell(_ command: String, _ ports: [String: String], _ folder: TemporaryFolder) throws -> Child
  {
    let tools = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
    let environment = ["PATH": "\(tools):/usr/bin:/bin"]
    return try Child(
      "/bin/bash", ["-c", "cd \"$0\"; \(replacing(ports, in: command))", folder.url.path],
      environment: Program.environment.merging(environment) { $1 })
  }

  private func replacing(_ ports: [String: String], in text: String) -> String {
    ports.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }

  /// What a person sees at once in a tall window; the widest commands have forty options, one a line.
  private static let screen = 52

  @Test(arguments: [
    "", "connect", "send", "listen", "decode", "read", "diff", "replay", "proxy", "encode", "accept", "rules",
    "demo",
  ])
  func helpsWithinOneScreen(_ command: String) async throws {
    let words = command.isEmpty ? [] : [command]
    let outcome = try await Program.run(words + ["--help"], environment: ["COLUMNS": "80"])
    outcome.expect(status: 0)
    let lines = outcome.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= Self.screen, "\(outcome.text)")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(outcome.text)")
  }

  @Test func installsEverything() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await Child(
      "/usr/bin/make",
      [
        "-C", Repository.folder.path, "install", "PROGRAM=\(Program.path)", "DESTDIR=\(folder.url.path)",
        "prefix=/opt/there",
      ], environment: Program.environment
    ).outcome()
    outcome.expect(status: 0)
    let root = folder.url.appendingPathComponent("opt/there")
    var installed = [
      "bash-completion/completions/wscope": "completions/wscope.bash",
      "zsh/site-functions/_wscope": "completions/_wscope",
      "fish/vendor_completions.d/wscope.fish": "completions/wscope.fish",
    ]
    installed["wscope/wscope-events.schema.json"] = "../Sources/WebSocketCapture/wscope-events.schema.json"
    for page in Repository.pages { installed["man/man\(page.suffix(1))/\(page)"] = page }
    for (place, source) in installed {
      let wanted = try Data(contentsOf: Repository.manual.appendingPathComponent(source))
      #expect(try Data(contentsOf: root.appendingPathComponent("share/\(place)")) == wanted, "\(place)")
    }
    let version = try await Child(root.appendingPathComponent("bin/wscope").path, ["--version"]).outcome()
    version.expect(status: 0)
  }
}
