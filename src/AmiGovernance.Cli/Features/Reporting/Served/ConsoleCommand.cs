using System.CommandLine;
using System.Net.Sockets;
using AmiGovernance.Cli.Features.Mcp;
using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Console.Hosting;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>The pages of governance in a browser on this machine, and what people decide there.</summary>
internal static class ConsoleCommand
{
    public static Command Create(CliContext context, CommandLine program)
    {
        var port = NumberOption.Create("--port", "Default: any that is free", 0, 65_535);
        var command = new HelpedCommand(
            "console",
            "Show governance in a browser on this machine: state, exceptions, requests, findings, deployments",
            new CommandHelp("amigov console", "console")
        );
        var options = new GovernanceOptions().AddTo(command, port);
        command.SetAction(
            async (result, cancel) =>
            {
                var arguments = options.Read(result);
                using var connection = options.Connect(result, context);
                var ports = connection is null ? null : GovernancePorts.Of(connection);
                var verify = options.AwsWords(result);
                var shown = GovernanceOptions.Shown(context) with { Databases = context.Databases.ToRead() };
                return await Run(arguments, result.GetValue(port), shown, program, ports, verify, cancel);
            }
        );
        return command;
    }

    /// <summary>Serves until it is cancelled: that is its usual end.</summary>
    /// <param name="aws">Null to leave AWS alone.</param>
    /// <param name="verify">See <see cref="ServedPages"/>.</param>
    internal static async Task<int> Run(
        GovernanceArguments arguments,
        int port,
        CliContext context,
        CommandLine program,
        GovernancePorts? aws,
        string[]? verify,
        CancellationToken cancel
    )
    {
        using var state = new GovernanceState(context, arguments, aws);
        var (policies, config, triage, _) = arguments.Judgement;
        using var commands = new AskedCommand(context, program, [policies, config, triage]);
        try
        {
            using var pages = new ServedPages(context, arguments, state, commands, verify);
            await using var server = await ConsoleServer.Start(pages, port, context.Time, cancel);
            server.Entered = link => Tell(context, "for another browser", link);
            Tell(context, "open", server.Link);
            context.Error.WriteLine("it shows and decides for whoever opens the link; Ctrl-C ends it");
            context.Error.Flush();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancel);
        }
        catch (OperationCanceledException)
        {
            // Its usual end.
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            var said = Sanitize.Text(e.Message.TrimEnd('.'));
            context.Error.WriteLine($"port {port} cannot be used: {said}; name another with `--port`, or leave it out");
            return ExitCodes.Errors;
        }
        return ExitCodes.Done;
    }

    private static void Tell(CliContext context, string what, Uri link)
    {
        context.Out.WriteLine($"{what}: {link}");
        context.Out.Flush();
    }
}
