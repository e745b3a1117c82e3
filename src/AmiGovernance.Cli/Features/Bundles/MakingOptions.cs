using System.CommandLine;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Bundles;

/// <summary>What is put into a bundle, where it is written, and who signs it.</summary>
internal sealed class MakingOptions
{
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> policies = CommonOptions.Folder();
    private readonly Option<string?> organization = new("--org")
    {
        Description = "An organization file to judge each account by",
        HelpName = "FILE",
    };
    private readonly Option<string> database = InventoryOptions.Database();
    private readonly Option<string?> signKey = new("--sign-key")
    {
        Description = "Sign with this SSH key; the signature is written beside the file, as FILE.sig",
        HelpName = "FILE",
    };
    private readonly Option<string> file = new("--to")
    {
        Description = "The file to write",
        HelpName = "FILE",
        DefaultValueFactory = _ => "amigov-bundle.json",
    };

    /// <summary>In the order of the help.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [config, policies, organization, database, signKey, file];
        foreach (var option in all)
            command.Options.Add(option);
    }

    public BundleArguments Read(ParseResult result) =>
        new(
            result.GetRequiredValue(config),
            result.GetRequiredValue(policies),
            result.GetValue(organization),
            result.GetRequiredValue(database),
            result.GetResult(database) is { Implicit: false },
            result.GetValue(signKey),
            result.GetRequiredValue(file)
        );
}
