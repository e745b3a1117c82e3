using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Options of commands that read or write the inventory.</summary>
internal static class InventoryOptions
{
    public static readonly string[] Formats = ["text", "json", "csv", "markdown"];

    public static readonly string[] PageFormats = [.. Formats, "html"];

    public static Option<string> Database() =>
        new("--db")
        {
            Description = "The inventory's database file",
            HelpName = "FILE",
            DefaultValueFactory = _ => "image-inventory.db",
        };

    public static Option<string[]> Accounts()
    {
        var option = Repeated("--account", "ID", "Only this account; may be given several times");
        AccountOption.Check(option);
        return option;
    }

    private const string OnlyListed = "Only this Region; may be given several times";

    private const string OnlyRead = "Read this Region only; may be given several times";

    /// <param name="name">Another one where the command asks AWS in a Region of its own.</param>
    public static Option<string[]> Regions(string name = "--region")
    {
        var option = Repeated(name, "REGION", name == "--region" ? OnlyListed : OnlyRead);
        option.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !RegionName.IsValid(t.Value)))
                result.AddError($"{name}: '{Sanitize.Text(token.Value)}' is no name of a Region such as us-east-1");
        });
        return option;
    }

    public static Option<string[]> Repeated(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
