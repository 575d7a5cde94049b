/// A command as the parser describes it.
struct CommandDescription: Decodable {
  let name: String
  let abstract: String?
  let arguments: [ArgumentDescription]?
  let subcommands: [CommandDescription]?

  enum CodingKeys: String, CodingKey {
    case name = "commandName"
    case abstract, arguments, subcommands
  }

  /// The arguments and options that people hear of.
  var shown: [ArgumentDescription] { arguments?.filter { $0.shouldDisplay || !$0.abstract.isEmpty } ?? [] }
  var options: [ArgumentDescription] { shown.filter { $0.kind != .positional } }
  var positionals: [ArgumentDescription] { shown.filter { $0.kind == .positional } }
}
