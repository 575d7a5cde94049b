import ArgumentParser

/// What is asked of the server.
struct RequestOptions: ParsableArguments {
  @Option(
    name: [.customShort("H", allowingJoined: true), .customLong("header")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Send this header field, spelled \"Name: value\".", valueName: "field"))
  var headers: [String] = []

  @Option(
    name: [.customShort("s", allowingJoined: true), .customLong("subprotocol")],
    help: ArgumentHelp("Offer this subprotocol.", valueName: "id"))
  var subprotocols: [String] = []

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("origin")],
    help: ArgumentHelp("Send this Origin field.", valueName: "origin"))
  // A list, so that a second one is refused and does not take the place of the first.
  var origins: [String] = []

  /// Each value may hold several names between commas.
  static func names(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { String($0.drop { $0 == " " }) }
  }
}
