using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>A message in as many parts as Slack takes, broken between lines.</summary>
internal static class SlackSections
{
    /// <summary>Of a text object (docs.slack.dev, "Text object").</summary>
    private const int Longest = 3000;

    /// <summary>
    /// Slack refuses blocks of more than about 13,000 characters in all, which is not documented (slackapi/bolt-js, issue 2509). What is
    /// documented, 50 blocks, is more.
    /// </summary>
    private const int Most = 4;

    /// <summary>Escaped, a character is at most eight.</summary>
    private const int LongestPart = Longest / 8 - 1;

    public static ImmutableArray<SlackText> Of(Notification notification)
    {
        var sections = new List<SlackText>();
        var section = SlackText.Of($"*{notification.Subject.ToString()}*\n");
        foreach (var part in notification.Body.ToString().TrimEnd('\n').Split('\n').SelectMany(Parts))
        {
            var line = SlackText.Of($"{part}\n");
            if (section.ToString().Length + line.ToString().Length > Longest)
            {
                sections.Add(section);
                section = SlackText.Empty;
            }
            section += line;
        }
        sections.Add(section);
        return sections.Count <= Most
            ? [.. sections]
            : [.. sections.Take(Most), SlackText.Of($"… (cut: Slack takes no more)")];
    }

    /// <summary>A line, or parts of one that is too long; never half a surrogate pair.</summary>
    private static IEnumerable<string> Parts(string line)
    {
        if (SlackText.Value(line).ToString().Length < Longest)
            yield return line;
        else
            foreach (var part in Broken(line))
                yield return part;
    }

    private static IEnumerable<string> Broken(string line)
    {
        var at = 0;
        while (at < line.Length)
        {
            var end = Math.Min(line.Length, at + LongestPart);
            if (end < line.Length && char.IsLowSurrogate(line[end]))
                end--;
            yield return line[at..end];
            at = end;
        }
    }
}
