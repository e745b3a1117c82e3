using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>Prints scripts that let a shell ask the program itself for completions.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # amigov completion: source <(amigov completion bash)
        _amigov() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(amigov "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _amigov amigov

        """;

    private const string Zsh = """
        #compdef amigov
        # amigov completion: source <(amigov completion zsh), or this text as the file _amigov in a folder of $fpath
        _amigov() {
            local -a candidates
            candidates=("${(@f)$(amigov "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a candidates
            _files
        }
        if [ "$funcstack[1]" = _amigov ]; then _amigov "$@"; else compdef _amigov amigov; fi

        """;

    private const string Fish = """
        # amigov completion: amigov completion fish | source
        complete -c amigov -a '(amigov "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'

        """;

    private const string PowerShell = """
        # amigov completion: amigov completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName amigov -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            amigov "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell");
        var command = new HelpedCommand(
            "completion",
            "Print a shell completion script",
            new CommandHelp("amigov completion bash", "commands")
        )
        {
            shell,
        };
        command.SetAction(result =>
        {
            context.Document.Write(
                result.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    "fish" => Fish,
                    _ => PowerShell,
                }
            );
            return ExitCodes.Done;
        });
        return command;
    }
}
