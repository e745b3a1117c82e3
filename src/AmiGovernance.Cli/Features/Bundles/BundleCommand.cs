using System.CommandLine;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Bundles;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Bundles;

/// <param name="Database">The inventory's file.</param>
/// <param name="DatabaseIsGiven">Then it must be there.</param>
/// <param name="SignKey">Null for no signature.</param>
internal sealed record BundleArguments(
    string Config,
    string Policies,
    string? Organization,
    string Database,
    bool DatabaseIsGiven,
    string? SignKey,
    string File
);

/// <summary>Puts what a verdict on images rests on into one file, and signs it.</summary>
internal static class BundleCommand
{
    public static Command Create(CliContext context)
    {
        var options = new MakingOptions();
        var command = new HelpedCommand(
            "bundle",
            "Put configuration, policies and known images into one signed file, for `preflight` elsewhere",
            new CommandHelp("amigov bundle --sign-key ~/.ssh/id_ed25519", "bundle")
        );
        options.AddTo(command);
        command.SetAction(result => Run(options.Read(result), context));
        return command;
    }

    internal static int Run(BundleArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var images = Images(arguments, context, bag);
        var contents = new BundleContents(arguments.Config, arguments.Policies, arguments.Organization, images);
        var bundle = bag.HasErrors
            ? null
            : new MakeBundle(Inside(context), context.Git, context.Time.Now()).Run(contents, bag);
        var isWritten =
            bundle is not null && IsApart(bundle, arguments, context, bag) && Write(bundle, arguments, context, bag);
        context.PrintFindings(bag.ToSorted());
        if (bundle is null || !isWritten)
            return ExitCodes.Errors;
        var counted =
            $"{Plural.Of(bundle.Files.Count, "file")}, {Plural.Of(bundle.Images?.Images.Length ?? 0, "image")}";
        context.Out.WriteLine(Sanitize.Text($"{arguments.File}: {counted}, {Signed(arguments, context)}"));
        return ExitCodes.Done;
    }

    private static string Signed(BundleArguments arguments, CliContext context)
    {
        var signature = SignatureOf(arguments.File);
        if (arguments.SignKey is not null)
            return $"signed in {signature}";
        return context.Files.Exists(signature) ? $"not signed: {signature} is that of another one" : "not signed";
    }

    private static string SignatureOf(string file) => $"{file}.sig";

    /// <summary>The bundle is for others: what a link brings in from elsewhere on this machine is not.</summary>
    private static InsideFiles Inside(CliContext context) => new(context.Files, context.Databases.FullPath("."), []);

    /// <summary>What the bundle is made of, and the key, would be lost under it.</summary>
    private static bool IsApart(Bundle bundle, BundleArguments arguments, CliContext context, DiagnosticBag bag)
    {
        string?[] sources = [.. bundle.Files.Keys, arguments.Database, arguments.SignKey];
        string[] written = [arguments.File, SignatureOf(arguments.File)];
        if (sources.OfType<string>().FirstOrDefault(IsWritten) is not { } lost)
            return true;
        bag.Add(
            Diagnostic.About(
                arguments.File,
                BundleDiagnostics.NotMade,
                Sanitize.Text($"`{lost}` would be overwritten"),
                "name another file with `--to`"
            )
        );
        return false;

        bool IsWritten(string source) => written.Any(file => Full(file) == Full(source));

        string Full(string path) => context.Databases.FullPath(path);
    }

    private static bool Write(Bundle bundle, BundleArguments arguments, CliContext context, DiagnosticBag bag)
    {
        var bytes = BundleWriter.Write(bundle);
        List<GeneratedFile> files = [new(arguments.File, bytes)];
        if (arguments.SignKey is { } key)
        {
            var made = context.Signatures.Sign(bytes, key, Bundle.Purpose);
            if (made.Signature is null)
            {
                bag.Add(
                    Diagnostic.About(
                        arguments.File,
                        BundleDiagnostics.NotMade,
                        Sanitize.Text($"the bundle cannot be signed with `{key}`: {made.Problem}"),
                        "nothing was written; name the file of an SSH key, or, of one with a passphrase that an agent holds, its public key"
                    )
                );
                return false;
            }
            files.Add(new GeneratedFile(SignatureOf(arguments.File), made.Signature));
        }
        return context.Files.Write("", files, bag);
    }

    /// <summary>Null where there is no inventory.</summary>
    private static BundledImages? Images(BundleArguments arguments, CliContext context, DiagnosticBag bag)
    {
        if (!arguments.DatabaseIsGiven && !context.Databases.Exists(arguments.Database))
            return null;
        using var inventory = OpenInventory.Open(context.Databases, arguments.Database, bag);
        if (inventory is null)
            return null;
        var reader = new InventoryReader(inventory);
        return new BundledImages(inventory.Scan.StartedAt, reader.Depth, inventory.Scan.Organization, reader.All());
    }
}
