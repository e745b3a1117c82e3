using System.CommandLine;
using AmiGovernance.Cli.Features.Bundles;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Bundles;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Features.Preflight;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Preflight;

/// <summary>Judges the images that people are about to deploy, before they do.</summary>
internal static class PreflightCommand
{
    public static Command Create(CliContext context)
    {
        var options = new PreflightOptions();
        var command = new HelpedCommand(
            "preflight",
            "Judge the images that Terraform, CloudFormation and others name, before they are deployed",
            new CommandHelp("amigov preflight . --account 333344445555 --region eu-central-1", "preflight")
        );
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result, context.Time.Today()), context, cancel));
        return command;
    }

    internal static async Task<int> Run(PreflightArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var bundle = BundleAtHand.Open(arguments.Bundle, context, bag);
        if (bag.HasErrors)
            return Fail(context, bag);
        IFileReader governance = bundle is null ? context.Files : new BundledFiles(bundle);
        arguments = bundle is null ? arguments : arguments.By(bundle);
        using var stock = bundle is null
            ? Stock.Open(arguments.Stock, context, bag)
            : Stock.Of(BundledInventory.Of(bundle), arguments.Stock.Origin, governance);
        var owners = Owners(arguments, context, bag);
        var policies = ReadPolicies.Run(
            arguments.Folder,
            arguments.Origin,
            arguments.OrganizationPath,
            governance,
            bag
        );
        if (policies is null || bag.HasErrors)
            return Fail(context, bag);
        if (!TryOpenBase(arguments.Base, context, bag, out var before))
            return bag.HasErrors ? Fail(context, bag) : ExitCodes.BadCommandLine;
        var now = context.Time.GetUtcNow();
        var defaults = new CallDefaults(UsualRegion.Of(stock.Config), now);
        var run = Use(arguments, policies, stock, owners, defaults, context);
        var found = run.Run(arguments.Paths, before, bag);
        if (bag.HasErrors)
            return Fail(context, bag);
        var report = await new SuggestedEdits(stock, now).AddTo(found, cancel);
        return Print(report, arguments, context);
    }

    private static RunPreflight Use(
        PreflightArguments arguments,
        PoliciesAtHand policies,
        Stock stock,
        ImageOwners owners,
        CallDefaults defaults,
        CliContext context
    )
    {
        var scope = new PreflightScope(arguments.Accounts, arguments.Regions, arguments.Principal, defaults);
        var judge = new JudgeReferences(policies.Of, id => owners.Find(id) ?? stock.Find(id)?.Facts, scope);
        var pattern = stock.Config?.Policy.ImageNamingPattern;
        var own = new OwnOrganization(pattern is null ? null : NamingConvention.Of(pattern), policies.IsOwn);
        IFileReader deployed = context.Given is { } text ? new DeployedFiles(context.Files, text) : context.Files;
        return new RunPreflight(deployed, judge, own, id => stock.Find(id)?.Region, arguments.FactFiles);
    }

    /// <summary>False with a report, or with a line, where there is no such commit.</summary>
    private static bool TryOpenBase(string? revision, CliContext context, DiagnosticBag bag, out FilesBefore? before)
    {
        before = null;
        if (revision is null)
            return true;
        if (CommonOptions.Git(context, bag) is not { } git)
            return false;
        if (git.Resolve(revision) is not { } commit)
        {
            context.Error.WriteLine(
                $"--base: there is no commit `{Sanitize.Text(revision)}` here; fetch it first: a shallow clone has the newest alone"
            );
            return false;
        }
        before = new FilesBefore(git, commit);
        return true;
    }

    private static ImageOwners Owners(PreflightArguments arguments, CliContext context, DiagnosticBag bag)
    {
        var owners = new ImageOwners();
        var reader = new ImageOwnersReader(owners);
        foreach (var file in arguments.FactFiles)
            if (context.Files.Read(file, bag) is { } source)
                reader.Read(source, bag);
        return owners;
    }

    private static int Print(PreflightReport report, PreflightArguments arguments, CliContext context)
    {
        var findings = new FindingsReport("preflight", context.Time.Today(), report.Findings())
        {
            IsIncomplete = report.IsOpen,
        };
        var written = FindingsOutput.Write(
            context,
            arguments.Targets,
            findings,
            writer => PreflightView.WriteText(writer, report),
            () => ReportJson.Of(PreflightDocument.Of(report, findings))
        );
        if (!written)
            return ExitCodes.Errors;
        var isNo = report.IsNo || arguments.WarningsCount && !report.Patterns.IsEmpty;
        if (isNo)
            return ExitCodes.No;
        return report.IsOpen ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    private static int Fail(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        return ExitCodes.Errors;
    }
}
