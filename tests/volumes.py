"""A small volume in TEI, of our own writing, in the manner of the Office of the Historian."""

from __future__ import annotations

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/ns/1.0">
<teiHeader><fileDesc><titleStmt><title type="complete">Foreign Relations of
    Ruritania, 1960, Volume I</title></titleStmt>
<publicationStmt><idno type="frus">frus1960v01</idno></publicationStmt></fileDesc></teiHeader>
<text><front>
<div type="section" xml:id="persons"><head>Persons</head><list type="names">
 <item><hi rend="strong"><persName xml:id="p_RR1">Rassendyll, Rudolf</persName>,</hi> Ambassador to Strelsau
    until June 1960; thereafter Counselor of the Department</item>
 <item><hi rend="strong"><persName xml:id="p_SF1">Sapt, Fritz</persName>,</hi> Foreign Minister</item>
 <item><hi rend="strong"><persName xml:id="p_TB1">Tarlenheim, Bertha</persName>,</hi> Officer for
    Ruritania, May 1959–July 1961</item>
</list></div>
<div type="section" xml:id="terms"><list type="terms">
 <item><hi rend="strong"><term xml:id="t_MFA1">MFA</term>,</hi> Ministry of Foreign Affairs</item></list></div>
</front><body><div type="compilation"><head>Ruritania</head>
"""

TELEGRAM = """<div type="document" xml:id="d1" n="1">
 <head>1. Telegram From the <gloss type="from">Embassy</gloss> in Ruritania to the <gloss type="to">Department of
    State</gloss>
  <note n="1" xml:id="d1fn1" type="source">Source: Department of State, Central Files, 701.60/5–460, Vol. II. Secret;
    Priority. Drafted by <persName corresp="#p_TB1">Tarlenheim</persName>.</note></head>
 <dateline><placeName>Strelsau</placeName>, <date when="1960-05-04T10:00:00">May 4, 1960, 10 a.m.</date></dateline>
 <p>21. Called on <persName corresp="#p_SF1">Sapt</persName><note n="2" xml:id="d1fn2">See
    <ref target="#d2">Document 2</ref>.</note> at <gloss target="#t_MFA1">MFA</gloss> today. He said govern<pb n="2"
    xml:id="pg_2"/>ment would reply <pb n="3" xml:id="pg_3"/>soon and that <persName corresp="#p_XX9">Hentzau</persName>
    <note n="3" xml:id="d1fn3">Not further identified.</note>, who had left, agreed.</p>
 <p>Comment follows. . . .</p>
 <closer><signed><persName corresp="#p_RR1">Rassendyll</persName></signed></closer>
</div>
"""

TALK = """<div type="document" xml:id="d2" n="2">
 <head>2. Memorandum of Conversation<note n="1" xml:id="d2fn1" type="source">Source: Department of State,
    Conference Files: Lot 60 D 1. Confidential. Drafted by <persName
    corresp="#p_TB1">Tarlenheim</persName> and approved in S on May
    9.</note></head>
 <dateline><placeName>Washington</placeName>, <date when="1960-05-06">May 6, 1960</date>.</dateline>
 <list type="subject"><head>SUBJECT</head><item>The road to <gloss target="#t_MFA1">MFA</gloss></item></list>
 <list type="participants"><head>PARTICIPANTS</head>
  <item><hi rend="italic">Ruritania</hi></item>
  <item>Mr. <persName corresp="#p_SF1">Fritz Sapt</persName>, Foreign Minister</item>
  <item>United States</item>
  <item><persName corresp="#p_RR1">Rudolf Rassendyll</persName>, <persName
    corresp="#p_TB1">Bertha Tarlenheim</persName></item>
  <item>[Here follows a list of the interpreters.]</item></list>
 <p rend="sectiontitleital">The Road</p>
 <p>The Minister said that the road was open. The Ambassador thanked him for it.</p>
 <list><item>First, it was to be mended.</item><item>Then it was to be guarded.</item></list>
</div>
"""

LETTER = """<div type="document" xml:id="d3" n="3">
 <head>3. Letter From Ambassador <persName corresp="#p_RR1" type="from">Rassendyll</persName> to Foreign Minister
    <persName corresp="#p_SF1" type="to">Sapt</persName></head>
 <dateline><placeName>Strelsau</placeName>, <date when="1960-07-05">May 7, 1960</date>.</dateline>
 <p>Dear Mr. Minister:</p>
 <p>I thank you for the road, which was opened last week with all honors.</p>
 <p>Sincerely yours,</p>
 <closer><signed><persName corresp="#p_RR1">Rudolf Rassendyll</persName><lb/><hi
    rend="italic">Ambassador</hi></signed></closer>
</div>
"""

EDITORIAL = """<div type="document" xml:id="d4" n="4"><head>4. Editorial Note</head>
 <p>On May 8, 1960, the road was closed again, and the Ambassador called on the Minister.</p></div>
"""

WITHHELD = """<div type="document" xml:id="d5" n="5">
 <head>5. Telegram From the Embassy in Ruritania to the Department of State<note n="1" xml:id="d5fn1">[Source:
    Department of State, Central Files. Secret. 2 pages of source text not declassified.]</note></head>
 <dateline><placeName>Strelsau</placeName>, <date when="1960-05-09">May 9, 1960</date>.</dateline></div>
"""

UNDATED = """<div type="document" xml:id="d6" n="6"><head>6. Paper Prepared in the Department of State</head>
 <p>The road may be closed for a long time, and the traders will not like it.</p></div>
"""

TAIL = "</div></body></text></TEI>\n"
DOCUMENTS = (TELEGRAM, TALK, LETTER, EDITORIAL, WITHHELD, UNDATED)


def volume_of(*documents: str) -> str:
    """A volume with these documents."""
    return HEAD + "".join(documents) + TAIL
