import ArgumentParser

/// The program: its commands, of which `connect` is meant when none is named.
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wscope",
    abstract: "A WebSocket client that shows the wire.",
    version: "wscope \(ProgramVersion.number)",
    subcommands: [
      Connect.self, Send.self, Listen.self, Decode.self, Read.self, Diff.self, Replay.self, Proxy.self,
      Encode.self,
      Accept.self, Rules.self,
      Demo.self,
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
  /// The one that the first word names is tried by itself, at first without the options that few give, because the parser takes three times as
  /// long over the whole tree; only that has all the words for what is wrong, and for help.
  static func command(_ arguments: ArraySlice<String>) throws -> any ParsableCommand {
    let named = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    let type = named ?? Connect.self
    let rest = named == nil ? arguments : arguments.dropFirst()
    guard arguments.first != "help" else { return try parseAsRoot(Array(arguments)) }
    let quick = RareOptionsParsing.$isOn.withValue(false) { alone(type, Array(rest)) }
    do {
      return try quick ?? alone(type, Array(rest)) ?? parseAsRoot(Array(arguments))
    } catch {
      guard let parted = UnknownOption.parted(Array(arguments), after: message(for: error)) else {
        throw error
      }
      return try self.command(parted[...])
    }
  }

  /// nil where the arguments are not this command's, or ask for help.
  private static func alone(_ type: any ParsableCommand.Type, _ arguments: [String]) -> (any ParsableCommand)?
  {
    guard let command = try? type.parseAsRoot(arguments), Swift.type(of: command) == type else { return nil }
    return command
  }
}
