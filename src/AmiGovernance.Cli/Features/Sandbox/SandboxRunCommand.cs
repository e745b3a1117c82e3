using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>Runs one program in an organization that ends with it.</summary>
internal static class SandboxRunCommand
{
    public static Command Create(CliContext context)
    {
        var program = new Argument<string[]>("COMMAND")
        {
            Description = "The program and its arguments, after `--`",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new HelpedCommand(
            "run",
            "Run a program in an organization on 127.0.0.1 that ends with it; the exit code is the program's",
            new CommandHelp("amigov sandbox run -- aws organizations list-roots", "sandbox")
        )
        {
            program,
        };
        var options = new SandboxStartOptions(command);
        command.SetAction(
            (result, cancel) =>
                SandboxStartCommand.Serve(
                    options.Read(result),
                    context,
                    (server, state) => Run([.. result.GetRequiredValue(program)], server, state, context, cancel),
                    cancel
                )
        );
        return command;
    }

    private static async Task<int> Run(
        ImmutableArray<string> program,
        SandboxServer server,
        SandboxState? state,
        CliContext context,
        CancellationToken cancel
    )
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var staying = SandboxStartCommand.Stay(context, server, state, ended.Token);
        var environment = SandboxEnvironment
            .Of(server)
            .Select(v => (v.Name, (string?)v.Value))
            .Concat(SandboxEnvironment.Unset.Select(name => (name, (string?)null)));
        // Ctrl-C reaches the program as well: it ends as it likes.
        var code = await context.RunProgram(new ProgramStart(program, [.. environment]));
        await ended.CancelAsync();
        await staying;
        if (code is not null)
            return code.Value;
        context.Error.WriteLine(
            $"`{Sanitize.Text(program[0])}` cannot be started:"
                + " there is no program of that name that may be executed, in PATH or by its path"
        );
        return ExitCodes.Errors;
    }
}
