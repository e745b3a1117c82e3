using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Output;
using AmiGovernance.Core.Operations.Trails;
using AmiGovernance.Core.Text;
using AmiGovernance.Core.Trail;

namespace AmiGovernance.Cli.Commands;

/// <summary>How counted calls are told apart and shown.</summary>
internal sealed class TrailReportOptions
{
    private readonly Option<TrailDimension[]> by = new("--by")
    {
        Description = $"Count by these instead: {string.Join(", ", TrailDimension.All.Select(d => d.Name))}",
        HelpName = "NAME,…",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Dimensions,
    };

    private readonly Option<int> top = new("--top") { Description = "Rows in each table of text and Markdown", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly Option<string?> message = new("--exception-message") { Description = "The message of the declarative policy, by which its denials are known", HelpName = "TEXT" };
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(["text", "json", "markdown", "csv"]);

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { by, top, message, output }) command.Add(option);
        return command;
    }

    public TrailQuestion Question(ParseResult result, TrailQuestionOptions options) => TrailQuestion.Everything with { Filter = options.Filter(result), ExceptionMessage = result.GetValue(message) };

    public void Write(CliContext context, ParseResult result, TrailReport report) => TrailView.Write(context, CommonOptions.Targets(result, output), report, result.GetValue(by), result.GetValue(top));

    private static TrailDimension[] Dimensions(ArgumentResult result)
    {
        var found = new List<TrailDimension>();
        foreach (var name in result.Tokens.SelectMany(t => t.Value.Split(',')))
        {
            if (TrailDimension.Find(name) is { } dimension) found.Add(dimension);
            else result.AddError($"'{Visible.Text(name)}' is nothing to count by; {(Suggestion.For(name, TrailDimension.All.Select(d => d.Name)) is { } nearest ? $"did you mean '{nearest}'?" : $"choose from {string.Join(", ", TrailDimension.All.Select(d => d.Name))}")}");
        }
        return [.. found];
    }
}
