using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>An AWS organization on this machine, to rehearse with.</summary>
internal static class SandboxCommand
{
    /// <summary>The accounts that every generated world has.</summary>
    private const int FewestAccounts = 8;
    private const int MostAccounts = 10_000;
    private const int MostImages = 1000;

    public static Command Create(CliContext context) =>
        new("sandbox", "An AWS organization on this machine, to rehearse with")
        {
            SandboxStartCommand.Create(context),
            CreateWorld(context),
        };

    /// <summary>The size of a generated world.</summary>
    public sealed class SizeOptions
    {
        private readonly Option<int> accounts = Number(
            "--accounts",
            "Accounts of the organization",
            50,
            FewestAccounts,
            MostAccounts
        );
        private readonly Option<int> regions = Number(
            "--regions",
            "Regions that accounts use",
            2,
            1,
            WorldGenerator.AllRegions.Length
        );
        private readonly Option<int> images = Number(
            "--images",
            "Images of each account in each Region",
            10,
            0,
            MostImages
        );
        private readonly Option<int> seed = Number(
            "--seed",
            "Another number gives another world of the same size",
            1,
            0,
            int.MaxValue
        );

        public IEnumerable<Option> All => [accounts, regions, images, seed];

        public WorldSize Value(ParseResult result) =>
            new(result.GetValue(accounts), result.GetValue(regions), result.GetValue(images), result.GetValue(seed));

        public bool AreGiven(ParseResult result) => All.Any(o => result.GetResult(o) is { Implicit: false });

        private static Option<int> Number(string name, string description, int otherwise, int least, int most)
        {
            var option = new Option<int>(name)
            {
                Description = $"{description}; default: {otherwise}",
                HelpName = "N",
                DefaultValueFactory = _ => otherwise,
            };
            option.Validators.Add(result =>
            {
                if (
                    result.Tokens.Count > 0
                    && (!int.TryParse(result.Tokens[0].Value, out var value) || value < least || value > most)
                )
                    result.AddError($"'{name}' is a number from {least} to {most}");
            });
            return option;
        }
    }

    private static Command CreateWorld(CliContext context)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where to write it",
            DefaultValueFactory = _ => "sandbox.json",
        };
        var size = new SizeOptions();
        var command = new Command("create", "Write a realistic organization as a file, to edit and to start from")
        {
            file,
        };
        foreach (var option in size.All)
            command.Options.Add(option);
        command.SetAction(result =>
        {
            var path = result.GetValue(file) ?? "sandbox.json";
            var bag = new DiagnosticBag();
            if (context.Files.Exists(path))
                bag.Report(
                    OperationDiagnostics.WouldOverwrite,
                    SourceLocation.OfFile(SourceText.Missing(path)),
                    "the file exists already",
                    "name another file, or move this one away"
                );
            else
            {
                var world = WorldGenerator.Create(size.Value(result), context.Time);
                if (context.Files.Write("", [new GeneratedFile(path, WorldWriter.Write(world))], bag))
                    context.Out.WriteLine($"✓ {Visible.Text(path)}: {Summary(world)}");
            }
            context.PrintFindings(bag.ToSorted());
            return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
        });
        return command;
    }

    public static string Summary(SandboxWorld world) =>
        $"{Plural.Of(world.Organization.Accounts.Length, "account")}, {Plural.Of(world.Organization.Units.Length, "organizational unit")}, {Plural.Of(world.Ec2.Regions.Length, "Region")}, {Plural.Of(world.Ec2.Images.Count(), "image")}, {Plural.Of(world.Ec2.Instances.Count(), "instance")}";
}
