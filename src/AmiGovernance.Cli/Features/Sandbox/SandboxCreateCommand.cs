using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>Writes a generated world as a file.</summary>
internal static class SandboxCreateCommand
{
    private const string DefaultFile = "sandbox.json";

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where to write it",
            DefaultValueFactory = _ => DefaultFile,
        };
        var command = new HelpedCommand(
            "create",
            "Write a realistic organization as a file, to edit and to start from",
            new CommandHelp("amigov sandbox create world.json", "sandbox")
        )
        {
            file,
        };
        var size = new WorldSizeOptions().AddTo(command);
        command.SetAction(result =>
            Run(result.GetValue(file) ?? DefaultFile, size.Value(result), size.IsGrown(result), context)
        );
        return command;
    }

    internal static int Run(string path, WorldSize size, bool isGrown, CliContext context)
    {
        var bag = new DiagnosticBag();
        if (context.Files.Exists(path))
            bag.Report(
                OperationDiagnostics.WouldOverwrite,
                SourceLocation.OfFile(SourceText.Missing(path)),
                "the file exists already",
                "name another file, or move this one away"
            );
        else
            Write(path, Generate(size, isGrown, context.Time), context, bag);
        context.PrintFindings(bag.ToSorted());
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }

    private static SandboxWorld Generate(WorldSize size, bool isGrown, TimeProvider time) =>
        isGrown ? GrownGenerator.Create(size, time).World : WorldGenerator.Create(size, time);

    private static void Write(string path, SandboxWorld world, CliContext context, DiagnosticBag bag)
    {
        if (context.Files.Write("", [new GeneratedFile(path, WorldWriter.Write(world))], bag))
            context.Out.WriteLine($"✓ {Sanitize.Text(path)}: {WorldSummary.Of(world)}");
    }
}
