import TerminalTestSupport
import Testing

@Suite("The prompt of wscope demo", .gated)
struct DemoPromptTests {
  @Test(arguments: [40, 80])
  func echoesAndLeavesWell(columns: Int) async throws {
    try await Screen.wscope(["demo"], columns: columns, rows: 24) { screen in
      let contents = try await screen.contents()
      #expect(contents.text.hasPrefix("an echo server in this process: type a"), "\(contents)")
      try await screen.enter("hello")
      try await screen.wait { $0.count(of: "\n  hello\n") == 1 && $0.currentRow == ">" }
      try await screen.press("C-c")
      #expect(try await screen.status() == 0)
      #expect(try await screen.contents().contains("closed by us after"))
    }
  }

  @Test func showsJSONInLines() async throws {
    try await Screen.wscope(["demo"], columns: 80, rows: 24) { screen in
      try await screen.enter("/pretty on")
      try await screen.enter("{\"b\":[1e0],\"a\":null}")
      let lines = "  {\n    \"b\": [\n      1e0\n    ],\n    \"a\": null\n  }\n"
      try await screen.wait { $0.count(of: lines) == 1 && $0.currentRow == ">" }
      try await screen.enter("/pretty off")
      try await screen.enter("[1]")
      try await screen.wait { $0.count(of: "\n  [1]\n") == 1 && $0.currentRow == ">" }
    }
  }
}
