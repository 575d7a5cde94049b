import Foundation

/// The program as its parser describes it.
struct ProgramDescription: Decodable {
  let root: CommandDescription

  enum CodingKeys: String, CodingKey { case root = "command" }

  init(json: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
  }

  /// What has a page of its own.
  var commands: [CommandDescription] { words.filter { $0.name != "help" } }

  /// What may be as the first word.
  var words: [CommandDescription] { root.subcommands ?? [] }

  /// What is meant when the first word is not a command.
  var fallback: String { commands.first?.name ?? "" }
}
