import Foundation
import Testing

@Suite("What wscope listen reads from its standard input", .gated)
struct ListenInputTests {
  private static func start(_ options: [String], input: Input) async throws -> Listener {
    let child = try Program.start(["listen", "0"] + options, input: input, limit: 60)
    let line = await child.errors.firstLine()
    return Listener(child: child, url: String(line.dropFirst("listening on ".count)))
  }

  @Test(arguments: [[], ["--echo"], ["--broadcast"]])
  func goesToAllClientsLineByLine(options: [String]) async throws {
    let listener = try await Self.start(options, input: .held)
    defer { listener.end() }
    listener.child.write("early\n")
    let first = try Program.start([listener.url], input: .held)
    defer { first.end() }
    #expect(await first.output.wait(for: "early\n") == "early\n", "what came before any client waits for one")
    let second = try Program.start([listener.url], input: .held)
    defer { second.end() }
    second.write("here\n")
    if options.isEmpty {
      await listener.child.output.wait(for: "here\n")
    } else {
      await (options == ["--echo"] ? second : first).output.wait(for: "here\n")
    }
    let long = String(repeating: "0123456789", count: 100_000)
    listener.child.write("ü €\n\(long)\nlast")
    listener.child.closeInput()
    for client in [first, second] {
      let text = await client.output.wait(for: "last\n")
      #expect(text.hasSuffix("ü €\n\(long)\nlast\n"), "\(text.suffix(100))")
    }
    // The end of the input is not the listener's.
    try await Program.run("send", listener.url, "hello").expect(status: options == ["--echo"] ? 0 : 75)
  }

  @Test func leavesOutALineThatIsNoText() async throws {
    let listener = try await Self.start([], input: .bytes(Data([0x61, 0x0A, 0xFF, 0x0A, 0x62, 0x0A])))
    defer { listener.end() }
    let client = try Program.start([listener.url], input: .held)
    defer { client.end() }
    #expect(await client.output.wait(for: "b\n") == "a\nb\n")
    await listener.child.errors.wait(
      for: "standard input, line 2: it is not UTF-8, as a text must be, and was not sent\n")
  }

  @Test func countsWhatIsNoTextBeyondTheFirstLines() async throws {
    let lines = Data((0..<1000).flatMap { _ in [0xFF, 0x0A] as [UInt8] })
    let listener = try await Self.start([], input: .bytes(lines))
    defer { listener.end() }
    let client = try Program.start([listener.url], input: .held)
    defer { client.end() }
    let story = await listener.child.errors.wait(for: "were not sent\n")
    #expect(
      story.hasSuffix("standard input: 1000 lines in all were not UTF-8 and were not sent\n"), "\(story)")
    #expect(story.split(separator: "\n").count < 20, "\(story)")
  }

  @Test func isAFileToo() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("lines", Data("one\ntwo\n".utf8))
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    let listener = try await Self.start([], input: .descriptor(descriptor))
    defer { listener.end() }
    let client = try Program.start([listener.url], input: .held)
    defer { client.end() }
    #expect(await client.output.wait(for: "two\n") == "one\ntwo\n")
  }

  @Test(arguments: [Input.none, .closed])
  func isNothingToSpeakOf(input: Input) async throws {
    let listener = try await Self.start(["--echo"], input: input)
    defer { listener.end() }
    try await Program.run("send", listener.url, "hello").expect(status: 0)
  }
}
