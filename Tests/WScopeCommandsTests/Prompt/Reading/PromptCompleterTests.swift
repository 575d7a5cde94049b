import Testing
import WebSocketWire

@testable import LineEditor
@testable import WScopeCommands

@Suite struct PromptCompleterTests {
  /// The candidates that begin with the line's last word; nil for file names.
  private func candidates(_ line: String, _ role: WebSocketRole = .client, clients: [Int] = []) -> [String]? {
    let word = line.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    let request = CompletionRequest(line: line, word: word)
    switch PromptCompleter(role: role, clients: clients).complete(request) {
    case .words(let words): return words.filter { $0.hasPrefix(word) }
    case .fileNames: return nil
    case .none: return []
    }
  }

  @Test func completesCommandsOfItsSide() {
    #expect(candidates("/fra") == ["/fragment", "/frame"])
    #expect(candidates("/re") == ["/record", "/reconnect"])
    #expect(candidates("/re", .server) == ["/record"])
    #expect(candidates("/k", .server) == ["/kick"])
    #expect(candidates("he") == [])
    #expect(candidates("") == [])
  }

  @Test func completesArguments() {
    #expect(candidates("/show t") == ["tree"])
    #expect(candidates("/hex o") == ["on", "off"])
    #expect(candidates("/time ") == ["abs", "rel", "delta", "off"])
    #expect(candidates("/frame op=1 ma") == ["mask="])
    #expect(candidates("/help pi") == ["ping"])
    #expect(candidates("/show tree t") == [])
    #expect(candidates("/nope t") == [])
  }

  @Test func completesOnlyCloseCodesThatMayBeSent() {
    #expect(candidates("/close 100") == ["1000", "1001", "1002", "1003", "1007", "1008", "1009"])
  }

  @Test func completesFileNames() {
    #expect(candidates("/file a") == nil)
    #expect(candidates("/save a") == nil)
    #expect(candidates("/file a b") == ["binary"])
    #expect(candidates("/text a") == [])
  }

  @Test func completesTheNumbersOfClients() {
    #expect(candidates("/to ", .server, clients: [1, 12]) == ["1", "12", "all"])
    #expect(candidates("/kick 1", .server, clients: [1, 12]) == ["1", "12"])
    #expect(candidates("/kick 1 1", .server, clients: [1, 12]) == [])
  }
}
