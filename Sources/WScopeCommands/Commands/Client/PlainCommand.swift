/// A command line of a client without any option. It needs no parser, which looks at each option by reflection and takes longer over that
/// than a one-shot over all the rest.
enum PlainCommand: Equatable {
  case connect(url: String)
  case send(url: String, messages: [String])

  /// nil for any other command line, and for one that is wrong.
  init?(_ arguments: [String]) {
    guard let first = arguments.first, !arguments.contains(where: { $0.hasPrefix("-") }) else { return nil }
    let named = Root.names.contains(first) || first == "help" ? first : nil
    let rest = Array(arguments[(named == nil ? 0 : 1)...])
    switch (named ?? "connect", rest.count) {
    case ("connect", 1): self = .connect(url: rest[0])
    case ("send", 2...): self = .send(url: rest[0], messages: Array(rest[1...]))
    default: return nil
    }
  }

  func run(on console: Console) throws {
    switch self {
    case .connect(let url): try ConnectChoices().run(url, console)
    case .send(let url, let messages): try SendChoices(messages: messages).run(url, console)
    }
  }
}
