namespace AmiGovernance.TestSupport.Hostile;

/// <summary>What a stranger may write into a name, a reason or a tag. `FORGED` at the start of a line would be one of ours.</summary>
internal static class HostileTexts
{
    /// <summary>Stands for half of a surrogate pair, which no writer of JSON passes.</summary>
    public const string LoneSurrogate = "\ud800";

    /// <summary>Too long for a configuration.</summary>
    private static readonly string Long = string.Concat(Enumerable.Repeat("`[x](y)|", 700));

    public static readonly string[] All =
    [
        "\e[2J\e]0;owned\a\e[1;31mFORGED\e[0m",
        "x\nFORGED: all is well\r\nFORGED",
        "x\n::error file=x::FORGED",
        "x\u2028FORGED\u2029FORGED\u0085FORGED",
        "\u009b31m\u0000\u0001\u007f",
        "\u202eevil\u2066\u200b\u200d\ufeff\u00ad",
        "\u3164\u115f\u034f\u2800\ufe00\U000E0041",
        "`` ` [x](https://evil.example) `",
        "`a``b` ![x](https://evil.example/x.png) ```",
        "a`b ![i](http://evil.example/i.png)`c` [l](javascript:alert(1))",
        "\\`[x](https://evil.example)\\`",
        "`` [x][y] ` <https://evil.example> ``` <img src=x onerror=alert(1)>",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "</title></style></svg><svg onload=alert(1)>",
        "\"'><a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1)) [y](data:text/html,x)",
        "https://evil.example/x www.evil.example ftp://evil.example mailto:a@evil.example",
        "(https://evil.example) *www.evil.example* _a@evil.example_",
        "@octocat @org/team a@b.example #123 org/repo#7 GH-12 !45 &6 ~label %milestone :octocat:",
        "`@octocat``#123`",
        "| a | b |\\| c",
        "=HYPERLINK(\"http://evil.example\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "'; rm -rf ~; echo '$(id)`id`",
        "$`\\href{javascript:alert(1)}{x}`$ $x$",
        "- [ ] x <!-- --> <details>",
        "]]> &lt;script&gt; &#64;octocat &#x60;",
        LoneSurrogate + "half\udc00",
        Long,
    ];

    /// <summary>Those that a configuration may hold.</summary>
    public static readonly string[] Taken =
    [
        .. All.Where(text => text != Long && !text.Contains(LoneSurrogate, StringComparison.Ordinal)),
    ];
}
