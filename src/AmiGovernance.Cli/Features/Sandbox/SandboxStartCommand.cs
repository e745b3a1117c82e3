using System.Collections.Immutable;
using System.CommandLine;
using System.Net.Sockets;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>Starts an organization on 127.0.0.1 and stays until it is told to end.</summary>
internal static class SandboxStartCommand
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DeliverEvery = TimeSpan.FromSeconds(10);

    private sealed record Arguments(
        string? World,
        string? State,
        int Port,
        WorldSize Size,
        bool SizeGiven,
        bool Throttle,
        int Latency,
        string? Faults,
        string? Trail
    );

    public static Command Create(CliContext context)
    {
        var world = new Option<string?>("--world")
        {
            Description = "A world to start from, as `amigov sandbox create` writes it; default: a generated one",
            HelpName = "FILE",
        };
        var state = new Option<string?>("--state")
        {
            Description = "Keep everything here and go on with it at the next start",
            HelpName = "DIR",
        };
        var port = new Option<int>("--port") { Description = "Default: any that is free", HelpName = "N" };
        var throttle = new Option<bool>("--throttle") { Description = "Hold to AWS's request rates" };
        var latency = new Option<int>("--latency")
        {
            Description = "Let every answer take so many milliseconds",
            HelpName = "MS",
        };
        var faults = new Option<string?>("--faults")
        {
            Description = "A script of errors, delays and lost answers",
            HelpName = "FILE",
        };
        var trail = new Option<string?>("--trail")
        {
            Description = "Write CloudTrail files here, in the layout of an organization trail",
            HelpName = "DIR",
        };
        port.Validators.Add(r => Range(r, "--port", 0, 65_535));
        latency.Validators.Add(r => Range(r, "--latency", 0, 60_000));
        var size = new SandboxCommand.SizeOptions();
        var command = new Command(
            "start",
            "Start an organization on 127.0.0.1, for the AWS CLI, any SDK and amigov itself"
        )
        {
            world,
            state,
            port,
        };
        foreach (var option in size.All)
            command.Options.Add(option);
        foreach (var option in new Option[] { throttle, latency, faults, trail })
            command.Options.Add(option);
        command.SetAction(
            (result, cancel) =>
                Run(
                    context,
                    new Arguments(
                        result.GetValue(world),
                        result.GetValue(state),
                        result.GetValue(port),
                        size.Value(result),
                        size.AreGiven(result),
                        result.GetValue(throttle),
                        result.GetValue(latency),
                        result.GetValue(faults),
                        result.GetValue(trail)
                    ),
                    cancel
                )
        );
        return command;
    }

    private static void Range(System.CommandLine.Parsing.OptionResult result, string name, int least, int most)
    {
        if (
            result.Tokens.Count > 0
            && (!int.TryParse(result.Tokens[0].Value, out var value) || value < least || value > most)
        )
            result.AddError($"'{name}' is a number from {least} to {most}");
    }

    private static async Task<int> Run(CliContext context, Arguments arguments, CancellationToken cancel)
    {
        if (arguments.World is not null && arguments.SizeGiven)
        {
            context.Error.WriteLine("`--world` and the size of a generated world exclude each other");
            return ExitCodes.BadCommandLine;
        }
        var bag = new DiagnosticBag();
        var state = arguments.State is { } folder ? new SandboxState(Path.GetFullPath(folder)) : null;
        var faults = ReadFaults(context, arguments, bag);
        var world = Open(context, arguments, state, bag);
        context.PrintFindings(bag.ToSorted());
        if (world is null || bag.HasErrors)
            return ExitCodes.Errors;
        try
        {
            await using var server = await SandboxServer.Start(world, arguments.Port, cancel);
            server.Throttles = arguments.Throttle;
            server.Latency = TimeSpan.FromMilliseconds(arguments.Latency);
            foreach (var fault in faults)
                server.Faults.Add(fault);
            server.StartTrail(arguments.Trail is { } trail ? new FolderObjects(Path.GetFullPath(trail)) : null);
            Greet(context, server);
            await Stay(context, server, state, cancel);
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            context.Error.WriteLine(
                arguments.Port > 0 && (e is SocketException || e.InnerException is not null)
                    ? $"port {arguments.Port} cannot be used: {Visible.Text(e.Message.TrimEnd('.'))}; name another with `--port`, or leave it out for any that is free"
                    : Visible.Text(e.Message)
            );
            return ExitCodes.Errors;
        }
    }

    private static ImmutableArray<Fault> ReadFaults(CliContext context, Arguments arguments, DiagnosticBag bag) =>
        arguments.Faults is { } path && context.Files.Read(path, bag) is { } source
            ? FaultReader.Read(source, bag) ?? []
            : [];

    /// <summary>What was kept goes on; a new state begins with the world of the command line.</summary>
    private static SandboxWorld? Open(CliContext context, Arguments arguments, SandboxState? state, DiagnosticBag bag)
    {
        if (state is { Exists: true })
        {
            if (arguments.World is not null || arguments.SizeGiven)
                context.Error.WriteLine(
                    $"note: the world kept in {Visible.Text(arguments.State ?? "")} goes on; options for a new one have no effect"
                );
            return state.Load(context.Time, bag);
        }
        var world =
            arguments.World is not { } path ? WorldGenerator.Create(arguments.Size, context.Time)
            : context.Files.Read(path, bag) is { } source ? WorldReader.Read(source, context.Time, bag)
            : null;
        if (world is not null)
            state?.Adopt(world);
        return world;
    }

    private static void Greet(CliContext context, SandboxServer server)
    {
        var management = server.World.Organization.ManagementAccount.Value;
        context.Out.WriteLine($"export AWS_ENDPOINT_URL={server.Address.ToString().TrimEnd('/')}");
        context.Out.WriteLine($"export AWS_ACCESS_KEY_ID={CredentialStore.AdministratorKey(management)}");
        context.Out.WriteLine($"export AWS_SECRET_ACCESS_KEY={CredentialStore.AdministratorSecret}");
        context.Out.WriteLine(
            $"export AWS_REGION={server.World.Ec2.Regions[0]} AWS_DEFAULT_REGION={server.World.Ec2.Regions[0]}"
        );
        context.Out.WriteLine("unset AWS_SESSION_TOKEN AWS_PROFILE");
        context.Out.Flush();
        context.Error.WriteLine($"organization {server.World.Organization.Id}: {SandboxCommand.Summary(server.World)}");
        context.Error.WriteLine(
            $"you are an administrator of the management account {management}; the key of another account is {CredentialStore.AdministratorPrefix} and its id"
        );
        context.Error.WriteLine("Ctrl-C ends it");
        context.Error.Flush();
    }

    /// <summary>Saves and delivers from time to time, and once more at the end.</summary>
    private static async Task Stay(
        CliContext context,
        SandboxServer server,
        SandboxState? state,
        CancellationToken cancel
    )
    {
        using var timer = new PeriodicTimer(SaveEvery);
        var delivered = context.Time.GetTimestamp();
        try
        {
            state?.Save(server.World);
            while (await timer.WaitForNextTickAsync(cancel))
            {
                if (context.Time.GetElapsedTime(delivered) >= DeliverEvery)
                {
                    server.Trail?.Deliver();
                    delivered = context.Time.GetTimestamp();
                }
                state?.Save(server.World);
            }
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
        finally
        {
            server.Trail?.Deliver();
            state?.Save(server.World);
        }
    }
}
