import ArgumentParser

/// The program: its commands, of which `connect` is meant when none is named.
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wscope",
    abstract: "A WebSocket client that shows the wire.",
    version: "wscope \(ProgramVersion.number)",
    subcommands: [
      Connect.self, Send.self, Listen.self, Decode.self, Encode.self, Accept.self, Rules.self, Demo.self,
    ],
    defaultSubcommand: Connect.self)

  /// The names of the commands.
  static var names: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }

  /// The name of the command that the arguments ask for: `connect` where the first is none.
  static func named(by arguments: [String]) -> String {
    arguments.first.flatMap { names.contains($0) ? $0 : nil } ?? "connect"
  }

  /// The command that these arguments, without the program's name, ask for.
  ///
  /// The one that the first word names is tried by itself, for the parser takes as long again over the whole tree; only that
  /// has all the words for what is wrong, and for help.
  static func command(_ arguments: ArraySlice<String>) throws -> any ParsableCommand {
    let named = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    let type = named ?? Connect.self
    let rest = named == nil ? arguments : arguments.dropFirst()
    if arguments.first != "help", let command = try? type.parseAsRoot(Array(rest)),
      Swift.type(of: command) == type
    {
      return command
    }
    return try parseAsRoot(Array(arguments))
  }
}
