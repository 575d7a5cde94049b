/// Why a screen did not come to what was expected.
public struct ScreenError: Error, CustomStringConvertible {
  public let description: String
}
