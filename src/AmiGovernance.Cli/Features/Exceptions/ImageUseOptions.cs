using System.CommandLine;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Where commands learn whose images are launched.</summary>
internal sealed class ImageUseOptions
{
    private readonly Option<string[]> trail = new("--trail")
    {
        Description =
            "For the use of images: what `trail scan` or `backtest` wrote with `--output json=FILE`, or the file of `trail scan --state`; may be given several times",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> inventory = new("--db")
    {
        Description =
            $"For the use of images: the inventory of `images scan`; {ImageUseFiles.UsualInventory} when it is there",
        HelpName = "FILE",
    };

    public ImageUseOptions AddTo(Command command)
    {
        command.Add(trail);
        command.Add(inventory);
        return this;
    }

    public ImageUseFiles Of(ParseResult result) => new(result.GetValue(trail) ?? [], result.GetValue(inventory));
}
