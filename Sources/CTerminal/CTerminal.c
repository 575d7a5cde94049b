// In C, because a signal handler may only call what is async-signal-safe, and code in Swift may allocate anywhere.
#define _GNU_SOURCE
#include "CTerminal.h"

#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#if defined(__APPLE__)
#include <xlocale.h>
#endif

static struct termios settings;

static void ended(int number) {
  // Bracketed paste off, and a line of its own for what the shell says.
  static const char plain[] = "\033[?2004l\r\n";
  tcsetattr(STDIN_FILENO, TCSANOW, &settings);
  if (write(STDIN_FILENO, plain, sizeof plain - 1) < 0) return;
  raise(number);
}

void cterminal_guard(void) {
  // Those of a crash, and those that end a process which takes no notice of them.
  static const int signals[] = {
      SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGSYS,
#if defined(__linux__)
      SIGIO, SIGPWR, SIGSTKFLT,
#endif
  };
  if (tcgetattr(STDIN_FILENO, &settings) != 0) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = ended;
  // The default action is back when the handler runs, and the fault or the raised signal then ends the process.
  action.sa_flags = SA_RESETHAND;
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}

// Those that end a program which asks for something.
static const int asked_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { asked_count = sizeof asked_signals / sizeof *asked_signals };
static struct termios asked_settings;
static struct sigaction asked_actions[asked_count];
static int asked_terminal = -1;

static void ask_ended(int number) {
  tcsetattr(asked_terminal, TCSANOW, &asked_settings);
  raise(number);
}

int cterminal_hide(int terminal) {
  if (tcgetattr(terminal, &asked_settings) != 0) return -1;
  asked_terminal = terminal;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = ask_ended;
  action.sa_flags = SA_RESETHAND;
  for (int i = 0; i < asked_count; i++) {
    sigaction(asked_signals[i], NULL, &asked_actions[i]);
    if (asked_actions[i].sa_handler != SIG_IGN) sigaction(asked_signals[i], &action, NULL);
  }
  struct termios hidden = asked_settings;
  hidden.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
  hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
  if (tcsetattr(terminal, TCSAFLUSH, &hidden) == 0) return 0;
  cterminal_show();
  return -1;
}

void cterminal_show(void) {
  tcsetattr(asked_terminal, TCSAFLUSH, &asked_settings);
  for (int i = 0; i < asked_count; i++) sigaction(asked_signals[i], &asked_actions[i], NULL);
}

static locale_t utf8;

static void make_locale(void) { utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

int cterminal_columns(unsigned int scalar) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_locale);
  if (utf8 == (locale_t)0) return 1;
  // The process's own locale is the user's, or none; this thread has another one for the call alone.
  locale_t before = uselocale(utf8);
  int columns = wcwidth((wchar_t)scalar);
  uselocale(before);
  return columns < 0 ? 1 : columns;
}
