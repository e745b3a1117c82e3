using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// Where the image of a call is found: in the response, else in the request, else in the error text, else by the launch template.
/// What a service launches has no image in its request, and what is denied for a launch template has it in the error text alone.
/// </summary>
public sealed class CallImages
{
    private readonly List<string> response = [];
    private readonly List<string> request = [];
    private readonly List<string> templates = [];

    public void AddResponse(string image) => Add(response, image);

    public void AddRequest(string image) => Add(request, image);

    /// <summary>See <see cref="Ports.Trail.LaunchedTemplate"/>.</summary>
    public void AddTemplate(string reference) => Add(templates, reference);

    public void Clear()
    {
        response.Clear();
        request.Clear();
        templates.Clear();
    }

    /// <summary>Each image once, in order; references to launch templates when nothing else tells.</summary>
    public ImmutableArray<string> Find(string errorMessage)
    {
        if (response.Count > 0)
            return [.. response];
        if (request.Count > 0)
            return [.. request];
        if (InText(errorMessage) is { } image)
            return [image];
        return [.. templates];
    }

    /// <summary>The image in an error text, by its ARN or id.</summary>
    public static string? InText(string text)
    {
        for (
            var at = text.IndexOf("ami-", StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf("ami-", at + 1, StringComparison.Ordinal)
        )
        {
            var end = at + 4;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
                end++;
            if (
                IsImage(text.AsSpan(at, end - at))
                && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]) && text[at - 1] != '-')
            )
                return text[at..end];
        }
        return null;
    }

    /// <summary>Ids have 8 or 17 hexadecimal digits; published recordings have other letters in their place.</summary>
    public static bool IsImage(ReadOnlySpan<char> text)
    {
        if (text.Length is < 12 or > 21 || !text.StartsWith("ami-"))
            return false;
        foreach (var c in text[4..])
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        return true;
    }

    private static void Add(List<string> list, string value)
    {
        if (!list.Contains(value))
            list.Add(value);
    }
}
