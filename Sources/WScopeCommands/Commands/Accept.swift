import ArgumentParser
import WebSocketInspect
import WebSocketWire

/// `wscope accept KEY`: the server's answer to a key, step by step.
struct Accept: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Compute a Sec-WebSocket-Accept, step by step.",
    usage: "wscope accept [options] KEY")

  @Argument(help: ArgumentHelp("The Sec-WebSocket-Key of the request.", valueName: "key"))
  var key: String

  @OptionGroup var style: StyleOptions

  func run(on console: Console) throws {
    let painted = console.style(style.choice, isTerminal: console.outputIsTerminal)
    try console.print(
      AcceptView.render(AcceptKey(for: key), received: nil, style: painted, width: console.outputColumns))
    switch AcceptKey.byteCount(ofKey: key) {
    case 16: break
    case let count?:
      throw Failure(.badData, "the key is \(count) bytes in base64, expected 16 (RFC 6455 4.1)")
    case nil: throw Failure(.badData, "the key is not valid base64, expected 16 bytes of it (RFC 6455 4.1)")
    }
  }
}
