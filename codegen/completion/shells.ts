/** A shell for which there is a script. */
export type Shell = keyof typeof scripts;

/** The completion script of a shell. `project` is the folder of this project: elsewhere, all is as it was before. */
export function completionScript(shell: Shell, project: string): string {
  return scripts[shell](`'${project.replaceAll("'", "'\\''")}'`);
}

/** npm's scripts run this Node too; `npm run` itself would take twice the time. */
const ask = "node_modules/.bin/node codegen/run.js complete --";

/** As bash 3.2 understands it, which macOS has. npm's completion, where there was one, is asked for all else. */
const bash = (project: string) => `# Completes npm run COMMAND -- … in one project; all else of npm as before.
if [[ $(complete -p npm 2>/dev/null) =~ -F\\ ([^ ]+) && \${BASH_REMATCH[1]} != _schedules_npm ]]; then
  _schedules_npm_before=\${BASH_REMATCH[1]}
fi
_schedules_npm() {
  local project=${project} candidates IFS=$'\\n'
  if [[ $PWD/ == "$project"/* ]] && _schedules_after_dashes "\${COMP_WORDS[@]:1:COMP_CWORD-1}" &&
    candidates=$(cd "$project" && ${ask} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); then
    COMPREPLY=($(printf '%s' "$candidates" | cut -f 1))
  elif [[ \${_schedules_npm_before-} ]]; then
    unset IFS
    "$_schedules_npm_before" "$@"
  fi
}
_schedules_after_dashes() {
  local word
  for word in "$@"; do [[ $word == -- ]] && return; done
  return 1
}
complete -o default -F _schedules_npm npm
`;

const zsh = (project: string) => `# Completes npm run COMMAND -- … in one project; all else of npm as before.
if [[ \${_comps[npm]-} != _schedules_npm ]]; then
  _schedules_npm_before=\${_comps[npm]-}
fi
_schedules_npm() {
  local project=${project} text line
  local -a candidates
  if [[ $PWD/ == "$project"/* && \${words[(I)--]} -gt 0 && \${words[(i)--]} -lt $CURRENT ]] &&
    text=$(cd "$project" && ${ask} "\${(@)words[2,CURRENT]}" 2>/dev/null); then
    for line in "\${(@f)text}"; do
      [[ -n $line ]] && candidates+=("\${line/$'\\t'/:}")
    done
    if (( $#candidates )); then
      _describe value candidates
    else
      _files
    fi
  elif [[ -n \${_schedules_npm_before-} ]]; then
    $_schedules_npm_before "$@"
  else
    _default
  fi
}
compdef _schedules_npm npm
`;

const fish = (project: string) => `# Completes npm run COMMAND -- … in one project; all else of npm as before.
function __schedules_npm_is_ours
    set -l project ${project}
    string match -q -- "$project/*" "$PWD/"; and contains -- -- (commandline -opc)
end
function __schedules_npm_candidates
    set -l project ${project}
    set -l words (commandline -opc) (commandline -ct)
    set -l candidates (cd $project; and ${ask} $words[2..-1] 2>/dev/null)
    if test (count $candidates) -gt 0
        printf '%s\\n' $candidates
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c npm -n __schedules_npm_is_ours -f -a '(__schedules_npm_candidates)'
`;

const scripts = { bash, zsh, fish } as const;
