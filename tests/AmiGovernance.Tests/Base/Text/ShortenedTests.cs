using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Tests.Base.Text;

public sealed class ShortenedTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("abcd", "abc…")]
    [InlineData("ab😀", "ab…")]
    [InlineData("a😀b", "a😀…")]
    public void A_text_is_told_up_to_a_number_of_characters_none_of_them_torn(string text, string told) =>
        Assert.Equal(told, Shortened.Text(text, 3));
}
