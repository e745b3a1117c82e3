using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Bundles;

namespace AmiGovernance.Cli.Features.Bundles;

/// <summary>Which bundle is judged by, and whom it must be from.</summary>
internal sealed class BundleOptions
{
    private readonly Option<string?> bundle = new("--bundle")
    {
        Description = "Judge by a policy bundle, instead of by the governance repository",
        HelpName = "FILE",
    };
    private readonly Option<string?> key = new("--bundle-key")
    {
        Description = "The public key, or the allowed signers, of those who publish the bundle",
        HelpName = "FILE",
    };
    private readonly Option<bool> unsigned = new("--unsigned-bundle")
    {
        Description = "Take the bundle from anybody: its signature is not looked at",
    };
    private readonly Option<int> days = NumberOption.Create(
        "--bundle-days",
        "From how many days on a bundle is old, which is a warning",
        1,
        3650,
        usual: 7,
        "DAYS"
    );

    public Option[] All => [bundle, key, unsigned, days];

    /// <summary>What stands in the bundle cannot be named beside it.</summary>
    public void Replaces(Command command, params Option[] others) =>
        command.AddCheck(result =>
        {
            var isGiven = IsGiven(result, bundle);
            foreach (var other in others.Where(o => isGiven && IsGiven(result, o)))
                result.AddError($"{other.Name} cannot be given with --bundle, which holds what it names");
            // Without the bundle that it is of, the repository here would be judged by in its place.
            foreach (var own in ((Option[])[key, unsigned, days]).Where(o => !isGiven && IsGiven(result, o)))
                result.AddError($"{own.Name} needs --bundle");
            if (IsGiven(result, key) && IsGiven(result, unsigned))
                result.AddError(
                    "--unsigned-bundle cannot be given with --bundle-key, by which the signature is checked"
                );
        });

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>Null for none.</summary>
    public BundleRequest? Read(ParseResult result) =>
        result.GetValue(bundle) is { } path
            ? new BundleRequest(path, result.GetValue(key), result.GetValue(unsigned), result.GetValue(days))
            : null;
}
