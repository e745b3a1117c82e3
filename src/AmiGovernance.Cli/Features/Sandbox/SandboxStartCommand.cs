using System.Collections.Immutable;
using System.CommandLine;
using System.Net.Sockets;
using AmiGovernance.Cli.Features.Calibration;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
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

    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "start",
            "Start an organization on 127.0.0.1, for the AWS CLI, any SDK and amigov itself",
            new CommandHelp("amigov sandbox start --port 4566", "sandbox")
        );
        var options = new SandboxStartOptions(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    private static Task<int> Run(SandboxStartArguments arguments, CliContext context, CancellationToken cancel) =>
        Serve(
            arguments,
            context,
            async (server, state) =>
            {
                Greet(context, server);
                await Stay(context, server, state, cancel);
                return ExitCodes.Done;
            },
            cancel
        );

    /// <summary>Starts the organization, and ends it when what is done with it has ended.</summary>
    /// <param name="use">Gives the exit code.</param>
    internal static async Task<int> Serve(
        SandboxStartArguments arguments,
        CliContext context,
        Func<SandboxServer, SandboxState?, Task<int>> use,
        CancellationToken cancel
    )
    {
        if (arguments.World is not null && arguments.SizeGiven)
        {
            context.Error.WriteLine("`--world` and the size of a generated world exclude each other");
            return ExitCodes.BadCommandLine;
        }

        // Two would save over each other.
        using var held = arguments.State is null ? null : RunLock.Take(context, $"{arguments.State}/.lock", "sandbox");
        if (held is null && arguments.State is not null)
            return ExitCodes.Errors;
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
            Configure(server, arguments, faults);
            return await use(server, state);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            context.Error.WriteLine(Describe(e, arguments.Port));
            return ExitCodes.Errors;
        }
    }

    private static void Configure(SandboxServer server, SandboxStartArguments arguments, ImmutableArray<Fault> faults)
    {
        server.World.Assumptions = server.World.Assumptions.With(arguments.Assume) ?? server.World.Assumptions;
        server.Throttles = arguments.Throttle;
        server.Latency = TimeSpan.FromMilliseconds(arguments.Latency);
        foreach (var fault in faults)
            server.Faults.Add(fault);
        var objects = arguments.Trail is { } folder ? new FolderObjects(Path.GetFullPath(folder)) : null;
        var trail = server.StartTrail(objects);
        // Whoever reads the greeting may read the past.
        trail.TakePast();
        trail.Deliver();
    }

    private static string Describe(Exception e, int port)
    {
        var isPort = port > 0 && (e is SocketException || e.InnerException is not null);
        return isPort
            ? $"port {port} cannot be used: {Sanitize.Text(e.Message.TrimEnd('.'))}; "
                + "name another with `--port`, or leave it out for any that is free"
            : Sanitize.Text(e.Message);
    }

    private static ImmutableArray<Fault> ReadFaults(
        CliContext context,
        SandboxStartArguments arguments,
        DiagnosticBag bag
    )
    {
        var source = arguments.Faults is { } path ? context.Files.Read(path, bag) : null;
        return source is null ? [] : FaultReader.Read(source, bag) ?? [];
    }

    /// <summary>What was kept goes on; a new state begins with the world of the command line.</summary>
    private static SandboxWorld? Open(
        CliContext context,
        SandboxStartArguments arguments,
        SandboxState? state,
        DiagnosticBag bag
    )
    {
        if (state is { Exists: true })
        {
            if (arguments.World is not null || arguments.SizeGiven)
                context.Error.WriteLine(
                    $"note: the world kept in {Sanitize.Text(arguments.State ?? "")} goes on; options for a new one have no effect"
                );
            return context.Files.Read(state.WorldFile, bag) is { } source
                ? state.Load(source, context.Time, bag)
                : null;
        }

        var world = arguments.World is { } path ? Read(context, path, bag) : Generate(arguments, context);
        if (world is not null)
            state?.Adopt(world);
        return world;
    }

    private static SandboxWorld Generate(SandboxStartArguments arguments, CliContext context)
    {
        var world = arguments.Grown
            ? GrownGenerator.Create(arguments.Size, context.Time).World
            : WorldGenerator.Create(arguments.Size, context.Time);
        world.Assumptions = MeasuredAssumptions.Read(context, []);
        return world;
    }

    private static SandboxWorld? Read(CliContext context, string path, DiagnosticBag bag) =>
        context.Files.Read(path, bag) is { } source ? WorldReader.Read(source, context.Time, bag) : null;

    private static void Greet(CliContext context, SandboxServer server)
    {
        var management = server.World.Organization.ManagementAccount;
        foreach (var (name, value) in SandboxEnvironment.Of(server))
            context.Out.WriteLine(ShellText.Of($"export {name}={value}"));
        context.Out.WriteLine($"unset {string.Join(' ', SandboxEnvironment.Unset)}");
        context.Out.Flush();
        context.Error.WriteLine($"organization {server.World.Organization.Id}: {WorldSummary.Of(server.World)}");
        context.Error.WriteLine(
            $"you are an administrator of the management account {management}; to act as another account:"
                + $" AWS_ACCESS_KEY_ID={CredentialStore.AdministratorPrefix} followed by its number"
        );
        if (server.World.Assumptions.ToString() is { Length: > 0 } assumed)
            context.Error.WriteLine($"what AWS does not document is assumed to be {assumed}");
        context.Error.WriteLine("Ctrl-C ends it");
        context.Error.Flush();
    }

    /// <summary>Saves and delivers from time to time, and once more at the end.</summary>
    internal static async Task Stay(
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
