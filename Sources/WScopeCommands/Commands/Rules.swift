import ArgumentParser
import WebSocketInspect
import WebSocketWire

/// `wscope rules [ID]`: the catalogue.
struct Rules: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Print the rules that are checked, or one of them.",
    usage: "wscope rules [options] [ID]")

  @Argument(help: ArgumentHelp("A rule's name.", valueName: "id"), completion: .list(Rule.allCases.map(\.id)))
  var id: String?

  @OptionGroup var style: StyleOptions

  func run(on console: Console) throws {
    let painted = console.style(style.choice, isTerminal: console.outputIsTerminal)
    guard let id else {
      return try console.print(RuleView.list(style: painted, width: console.outputColumns))
    }
    guard let rule = Rule(rawValue: id) else {
      throw Failure(
        .usage, "there is no rule \(id.quoted)", hint: Self.near(id) + "wscope rules prints them all")
    }
    try console.print(RuleView.one(rule, style: painted, width: console.outputColumns))
  }

  /// The rules that were meant: those with the word in their name, or the nearest one.
  private static func near(_ id: String) -> String {
    let ids = Rule.allCases.map(\.id)
    let holding = id.utf8.count < 3 ? [] : ids.filter { $0.contains(id.lowercased()) }
    let meant = holding.isEmpty ? NearestWord.find(id, among: ids).map { [$0] } ?? [] : holding
    return meant.isEmpty ? "" : "did you mean \(meant.prefix(4).joined(separator: ", "))? "
  }
}
