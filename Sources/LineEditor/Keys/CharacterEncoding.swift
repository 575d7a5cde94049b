import CReadline
import SystemCalls

/// UTF-8, so that characters of any width are edited as a person sees them.
enum CharacterEncoding {
  private static let replacement = "C.UTF-8"

  /// Takes the encoding of the environment; true where that is not UTF-8 and C.UTF-8 is used in its place.
  static func prepare() -> Bool {
    setlocale(LC_CTYPE, "")
    if isUTF8 { return false }
    setlocale(LC_CTYPE, replacement)
    return isUTF8
  }

  /// To be called for each line, for readline goes back to the environment's locale.
  static func replaceLocale() {
    setlocale(LC_CTYPE, replacement)
    rl_variable_bind("input-meta", "on")
    rl_variable_bind("output-meta", "on")
    rl_variable_bind("convert-meta", "off")
  }

  private static var isUTF8: Bool {
    nl_langinfo(nl_item(CODESET)).map { String(cString: $0) == "UTF-8" } ?? false
  }
}
