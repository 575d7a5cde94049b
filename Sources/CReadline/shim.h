// GNU readline for Swift: its mutable globals, which Swift 6 refuses, are wrapped by functions here.
#ifndef CREADLINE_SHIM_H
#define CREADLINE_SHIM_H

#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <readline/readline.h>
#include <readline/history.h>

// How long readline wants to wait for a key at this moment, in milliseconds.
static inline int creadline_patience(void) { return rl_set_keyboard_input_timeout(-1) / 1000; }

// To be called once, before anything else of readline.
static inline void creadline_configure(
    FILE *output, int (*read_byte)(FILE *), int (*has_byte)(void), int (*before_line)(void),
    char **(*complete)(const char *, int, int), void (*prepare)(int)) {
  rl_readline_name = "wscope";
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_change_environment = 0;
  rl_instream = stdin;
  rl_outstream = output;
  rl_getc_function = read_byte;
  rl_input_available_hook = has_byte;
  // Between two lines the terminal stays as it is, or it would echo what is typed in the meantime.
  rl_deprep_term_function = NULL;
  rl_prep_term_function = prepare;
  rl_startup_hook = before_line;
  rl_attempted_completion_function = complete;
  // Its question and its pager wait for keys by themselves, which a program that reads by callback cannot let them do.
  rl_completion_query_items = 0;
  rl_variable_bind("page-completions", "off");
  rl_completer_word_break_characters = " \t\n";
  rl_completer_quote_characters = "\"'";
  rl_filename_quote_characters = " \t\n\"'";
}

static inline const char *creadline_line(void) { return rl_line_buffer ? rl_line_buffer : ""; }
static inline int creadline_length(void) { return rl_end; }
static inline int creadline_point(void) { return rl_point; }
static inline void creadline_move_to_end(void) { rl_point = rl_end; }
static inline void creadline_move_to(int point) { rl_point = point < rl_end ? point : rl_end; }
static inline const char *creadline_shown_prompt(void) { return rl_display_prompt ? rl_display_prompt : ""; }
// Whether the last command put back what was killed.
static inline int creadline_has_yanked(void) { return rl_last_func == rl_yank || rl_last_func == rl_yank_pop; }
static inline void creadline_forget_end_of_input(void) { rl_eof_found = 0; }
static inline void creadline_end_completion(void) { rl_attempted_completion_over = 1; }

// The line is finished and has not been handed over, as for Enter after a numeric argument.
static inline int creadline_is_done(void) { return rl_done; }

// Takes NULs out of the line, with which commands of vi never end.
static inline void creadline_drop_nuls(void) {
  for (int i = rl_end; i-- > 0;) {
    if (rl_line_buffer[i]) continue;
    rl_delete_text(i, i + 1);
    if (rl_point > i) rl_point--;
  }
}

// Takes the undo list of the line that is edited from all lines of the history but `owner`: 8.2 leaves it with more than one, and
// frees it with each.
static inline void creadline_own_undo_list(int owner) {
  HIST_ENTRY **entries = history_list();
  if (!rl_undo_list || !entries) return;
  for (int i = 0; entries[i]; i++) {
    if (i != owner && entries[i]->data == (histdata_t)rl_undo_list) entries[i]->data = NULL;
  }
}

// Gives up a command that waits for another key.
static inline void creadline_give_up_command(void) {
  rl_callback_sigcleanup();
  // The count of a motion of vi's, which 8.2 leaves.
  RL_UNSETSTATE(RL_STATE_NUMERICARG);
  rl_last_func = NULL;
}

// Gives up what is begun: a search, an argument, the line.
static inline void creadline_abandon(void) {
  creadline_give_up_command();
  // A line that was left for one of the history is saved with its undo list, which 8.2 would free twice.
  rl_maybe_save_line();
  rl_maybe_unsave_line();
  creadline_own_undo_list(-1);
  rl_free_line_state();
}

// The latest line of the history; NULL if there is none.
static inline HIST_ENTRY *creadline_latest(void) { return history_get(history_base + history_length - 1); }

// A message is in place of the prompt: a search, or a numeric argument.
static inline int creadline_is_asking(void) {
  return RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_SEARCH | RL_STATE_NUMERICARG) != 0;
}

// A command waits for a character to insert, to look for or to put in place of another, or for the name of a mark. readline has no
// state for that; such a command is the last one until it has its character.
static inline int creadline_wants_character(void) {
  return rl_last_func == rl_quoted_insert || rl_last_func == rl_char_search || rl_last_func == rl_backward_char_search
      || rl_last_func == rl_vi_change_char || rl_last_func == rl_vi_set_mark || rl_last_func == rl_vi_goto_mark;
}

// A command has been begun and waits for another key.
static inline int creadline_is_pending(void) {
  return creadline_is_asking() || creadline_wants_character()
      || RL_ISSTATE(RL_STATE_MULTIKEY | RL_STATE_VIMOTION | RL_STATE_CHARSEARCH | RL_STATE_MACRODEF) != 0;
}

// To be called when readline is initialized; before that it would take a terminal that others draw on for a dumb one.
static inline void creadline_draw_with(void (*redisplay)(void)) { rl_redisplay_function = redisplay; }

// Has readline leave the marks of pastes alone; whether the user, and the terminal, want any. To be called when readline is initialized.
static inline int creadline_take_pastes(void) {
  const char *wanted = rl_variable_value("enable-bracketed-paste");
  int is_wanted = wanted && strcmp(wanted, "on") == 0;
  rl_variable_bind("enable-bracketed-paste", "off");
  return is_wanted;
}

// Ends a command that waits for another key: a search keeps the line that it found, and one by a word the line before it.
static inline void creadline_end_pending(void) {
  int is_word_search = RL_ISSTATE(RL_STATE_NSEARCH) != 0;
  // The count of a motion of vi's is not shown.
  int has_argument = RL_ISSTATE(RL_STATE_NUMERICARG) && !RL_ISSTATE(RL_STATE_VIMOTION);
  // vi's keys put a blank at the line's end for as long as a motion looks for a character.
  if (RL_ISSTATE(RL_STATE_VIMOTION) && RL_ISSTATE(RL_STATE_CHARSEARCH) && rl_end > 0) rl_line_buffer[--rl_end] = 0;
  if (rl_point > rl_end) rl_point = rl_end;
  // A paste lies between two commands that look at the one before them, so there is no last one then either.
  creadline_give_up_command();
  if (is_word_search) rl_maybe_unsave_line();
  if (is_word_search || has_argument) {
    rl_restore_prompt();
    rl_clear_message();
  }
}

// The largest numeric argument. 8.2 has a limit of a million, which takes seconds to insert, and heeds it only where it waits for keys by
// itself; by callback the number would grow until it overflows, and commands with the least of all integers never end.
enum { creadline_argument_limit = 10000 };

// Has readline read a key.
static inline void creadline_read(void) {
  int wanted = creadline_wants_character();
  rl_callback_read_char();
  // The command has its character.
  if (wanted && creadline_wants_character()) rl_last_func = NULL;
  if (RL_ISSTATE(RL_STATE_NUMERICARG) && rl_numeric_arg > creadline_argument_limit) {
    rl_ding();
    creadline_end_pending();
  }
}

// The length in bytes of the first character, and how many columns it takes; 0 for what is none.
static inline size_t creadline_measure(const char *text, size_t length, wchar_t *character, int *columns) {
  mbstate_t state;
  memset(&state, 0, sizeof state);
  size_t count = mbrtowc(character, text, length, &state);
  if (count == 0 || count > length) return 0;
  *columns = wcwidth(*character);
  return count;
}

#endif
