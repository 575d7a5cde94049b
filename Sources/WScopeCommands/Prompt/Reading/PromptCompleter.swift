import LineEditor
import WebSocketWire

/// What Tab makes of a line: commands, and what their arguments can be.
struct PromptCompleter {
  let role: WebSocketRole
  let clients: [Int]

  func complete(_ request: CompletionRequest) -> Completion {
    guard request.line.hasPrefix("/") else { return .none }
    let verbs = PromptVerb.allCases.filter { $0.belongs(to: role) }
    let words = request.line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count > 1 else { return .words(verbs.map { "/\($0.rawValue)" }) }
    guard let verb = verbs.first(where: { words[0] == "/\($0.rawValue)" }) else { return .none }
    let row = verb.row
    if row.takesPath, words.count == 2 { return .fileNames }
    switch verb {
    case .file: return .words(["text", "binary"])
    case .frame: return .words(row.words)
    case .help: return words.count == 2 ? .words(verbs.map(\.rawValue)) : .none
    case .to: return words.count == 2 ? .words(clients.map { "\($0)" } + ["all"]) : .none
    case .kick: return words.count == 2 ? .words(clients.map { "\($0)" }) : .none
    case .connect: return words.count == 2 ? .words(["ws://", "wss://"]) : .none
    default: return words.count == 2 ? .words(row.words) : .none
    }
  }
}
