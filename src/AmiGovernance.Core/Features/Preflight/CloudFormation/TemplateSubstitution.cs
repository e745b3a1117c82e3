using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.CloudFormation;

/// <summary>`Fn::Sub`: a text with `${Name}` in it, and `${!Literal}` for what is none.</summary>
internal static class TemplateSubstitution
{
    public static Resolved Evaluate(TreeNode argument, SourceLocation place, TemplateValues values)
    {
        var (form, given) = argument is TreeList { Members: [var first, var map, ..] }
            ? (first.Text, map)
            : (argument.Text, null);
        if (form is null)
            return new ResolvedOpen(place, "what `Sub` makes");
        var text = ResolvedTexts.Empty(place);
        for (var at = 0; at < form.Length; )
        {
            var begin = form.IndexOf("${", at, StringComparison.Ordinal);
            var end = begin < 0 ? -1 : form.IndexOf('}', begin);
            if (end < 0)
                return Whole(ResolvedTexts.Joined(text, new ResolvedText(place, form[at..])));
            text = ResolvedTexts.Joined(text, new ResolvedText(place, form[at..begin]));
            text = ResolvedTexts.Joined(text, Value(form[(begin + 2)..end].Trim(), given, place, values));
            at = end + 1;
        }
        return Whole(text);
    }

    /// <summary>What was put together may be a reference to a parameter.</summary>
    private static Resolved Whole(Resolved text) =>
        text switch
        {
            _ when ResolvedTexts.IsTooLarge(text) => new ResolvedOpen(text.Place, "a text with too many values"),
            ResolvedDefault given => new ResolvedDefault(Whole(given.Value), given.Of),
            ResolvedAny any => new ResolvedAny(any.Place, [.. any.Choices.Select(Whole)]),
            ResolvedText { Value: var value } when IsParameter(value) => new ResolvedImages(
                text.Place,
                [ImageTexts.Image(value[2..^2])]
            ),
            _ => text,
        };

    private static bool IsParameter(string value) =>
        value.StartsWith("{{resolve:ssm:", StringComparison.Ordinal) && value.EndsWith("}}", StringComparison.Ordinal);

    private static Resolved Value(string name, TreeNode? given, SourceLocation place, TemplateValues values)
    {
        if (name.StartsWith('!'))
            return new ResolvedText(place, $"${{{name[1..]}}}");
        if (given?[name] is { } value)
            return values.Evaluate(value);
        return name.Contains('.', StringComparison.Ordinal)
            ? new ResolvedOpen(place, $"the attribute `{name}`")
            : values.OfReference(name, place);
    }
}
