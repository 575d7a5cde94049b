import ArgumentParser

/// The program: its commands, of which `connect` is meant when none is named.
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wscope",
    abstract: "A WebSocket client that shows the wire.",
    version: "wscope 0.1.0",
    subcommands: [
      Connect.self, Send.self, Listen.self, Decode.self, Encode.self, Accept.self, Rules.self, Demo.self,
    ],
    defaultSubcommand: Connect.self)
}
