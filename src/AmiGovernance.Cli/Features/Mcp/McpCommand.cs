using System.CommandLine;
using AmiGovernance.Cli.Adapters.Mcp;
using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using ModelContextProtocol.Server;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>Answers the questions of programs that speak the Model Context Protocol.</summary>
internal static class McpCommand
{
    /// <summary>In bytes, of a message.</summary>
    private const int LongestMessage = 8 << 20;

    public static Command Create(CliContext context, CommandLine program)
    {
        var live = new Option<bool>("--live")
        {
            Description = "Let `status` and `what_would_change` read AWS, with the credentials at hand",
        };
        var command = new HelpedCommand(
            "mcp",
            "Serve explain, preflight and other questions to programs by the Model Context Protocol, on standard streams",
            new CommandHelp("amigov mcp", "mcp")
        );
        command.Options.Add(live);
        command.SetAction((result, cancel) => Run(result.GetValue(live), context, program, cancel));
        return command;
    }

    internal static async Task<int> Run(bool isLive, CliContext context, CommandLine program, CancellationToken cancel)
    {
        var (input, output) = context.OpenProtocol();
        using var asked = new AskedCommand(context, program, context.Config is { } config ? [config] : []);
        var session = new McpSession(McpTools.All(isLive), asked);
        var questions = new OpenQuestions();
        var lines = new WholeLines(output, questions);
        await using var transport = new StreamServerTransport(
            new MessageLines(input, line => lines.WriteLine(line), questions, LongestMessage, cancel),
            lines,
            "amigov",
            loggerFactory: null
        );
        await using var server = McpServer.Create(transport, session.Options());
        await server.RunAsync(cancel);
        return cancel.IsCancellationRequested ? ExitCodes.Cancelled : ExitCodes.Done;
    }
}
