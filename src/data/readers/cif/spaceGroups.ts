// The 530 settings of the space groups in the order of Hall's table, written by golden/hallSymbols.py: number, axes or origin, Hermann-Mauguin
// names, Hall symbol. @source International Tables A; spglib 2.8.0 (BSD-3-Clause)
export const spaceGroups = `
1::P1:P 1
2::P-1:-P 1
3:b:P121 P2:P 2y
3:c:P112 P2:P 2
3:a:P211 P2:P 2x
4:b:P1211 P21:P 2yb
4:c:P1121 P21:P 2c
4:a:P2111 P21:P 2xa
5:b1:C121 C2:C 2y
5:b2:A121 C2:A 2y
5:b3:I121 C2:I 2y
5:c1:A112 C2:A 2
5:c2:B112 C2:B 2
5:c3:I112 C2:I 2
5:a1:B211 C2:B 2x
5:a2:C211 C2:C 2x
5:a3:I211 C2:I 2x
6:b:P1m1 Pm:P -2y
6:c:P11m Pm:P -2
6:a:Pm11 Pm:P -2x
7:b1:P1c1 Pc:P -2yc
7:b2:P1n1 Pc:P -2yac
7:b3:P1a1 Pc:P -2ya
7:c1:P11a Pc:P -2a
7:c2:P11n Pc:P -2ab
7:c3:P11b Pc:P -2b
7:a1:Pb11 Pc:P -2xb
7:a2:Pn11 Pc:P -2xbc
7:a3:Pc11 Pc:P -2xc
8:b1:C1m1 Cm:C -2y
8:b2:A1m1 Cm:A -2y
8:b3:I1m1 Cm:I -2y
8:c1:A11m Cm:A -2
8:c2:B11m Cm:B -2
8:c3:I11m Cm:I -2
8:a1:Bm11 Cm:B -2x
8:a2:Cm11 Cm:C -2x
8:a3:Im11 Cm:I -2x
9:b1:C1c1 Cc:C -2yc
9:b2:A1n1 Cc:A -2yab
9:b3:I1a1 Cc:I -2ya
9:-b1:A1a1 Cc:A -2ya
9:-b2:C1n1 Cc:C -2yac
9:-b3:I1c1 Cc:I -2yc
9:c1:A11a Cc:A -2a
9:c2:B11n Cc:B -2ab
9:c3:I11b Cc:I -2b
9:-c1:B11b Cc:B -2b
9:-c2:A11n Cc:A -2ab
9:-c3:I11a Cc:I -2a
9:a1:Bb11 Cc:B -2xb
9:a2:Cn11 Cc:C -2xac
9:a3:Ic11 Cc:I -2xc
9:-a1:Cc11 Cc:C -2xc
9:-a2:Bn11 Cc:B -2xab
9:-a3:Ib11 Cc:I -2xb
10:b:P12/m1 P2/m:-P 2y
10:c:P112/m P2/m:-P 2
10:a:P2/m11 P2/m:-P 2x
11:b:P121/m1 P21/m:-P 2yb
11:c:P1121/m P21/m:-P 2c
11:a:P21/m11 P21/m:-P 2xa
12:b1:C12/m1 C2/m:-C 2y
12:b2:A12/m1 C2/m:-A 2y
12:b3:I12/m1 C2/m:-I 2y
12:c1:A112/m C2/m:-A 2
12:c2:B112/m C2/m:-B 2
12:c3:I112/m C2/m:-I 2
12:a1:B2/m11 C2/m:-B 2x
12:a2:C2/m11 C2/m:-C 2x
12:a3:I2/m11 C2/m:-I 2x
13:b1:P12/c1 P2/c:-P 2yc
13:b2:P12/n1 P2/c:-P 2yac
13:b3:P12/a1 P2/c:-P 2ya
13:c1:P112/a P2/c:-P 2a
13:c2:P112/n P2/c:-P 2ab
13:c3:P112/b P2/c:-P 2b
13:a1:P2/b11 P2/c:-P 2xb
13:a2:P2/n11 P2/c:-P 2xbc
13:a3:P2/c11 P2/c:-P 2xc
14:b1:P121/c1 P21/c:-P 2ybc
14:b2:P121/n1 P21/c:-P 2yn
14:b3:P121/a1 P21/c:-P 2yab
14:c1:P1121/a P21/c:-P 2ac
14:c2:P1121/n P21/c:-P 2n
14:c3:P1121/b P21/c:-P 2bc
14:a1:P21/b11 P21/c:-P 2xab
14:a2:P21/n11 P21/c:-P 2xn
14:a3:P21/c11 P21/c:-P 2xac
15:b1:C12/c1 C2/c:-C 2yc
15:b2:A12/n1 C2/c:-A 2yab
15:b3:I12/a1 C2/c:-I 2ya
15:-b1:A12/a1 C2/c:-A 2ya
15:-b2:C12/n1 C2/c:-C 2yac
15:-b3:I12/c1 C2/c:-I 2yc
15:c1:A112/a C2/c:-A 2a
15:c2:B112/n C2/c:-B 2ab
15:c3:I112/b C2/c:-I 2b
15:-c1:B112/b C2/c:-B 2b
15:-c2:A112/n C2/c:-A 2ab
15:-c3:I112/a C2/c:-I 2a
15:a1:B2/b11 C2/c:-B 2xb
15:a2:C2/n11 C2/c:-C 2xac
15:a3:I2/c11 C2/c:-I 2xc
15:-a1:C2/c11 C2/c:-C 2xc
15:-a2:B2/n11 C2/c:-B 2xab
15:-a3:I2/b11 C2/c:-I 2xb
16::P222:P 2 2
17::P2221:P 2c 2
17:cab:P2122:P 2a 2a
17:bca:P2212:P 2 2b
18::P21212:P 2 2ab
18:cab:P22121:P 2bc 2
18:bca:P21221:P 2ac 2ac
19::P212121:P 2ac 2ab
20::C2221:C 2c 2
20:cab:A2122:A 2a 2a
20:bca:B2212:B 2 2b
21::C222:C 2 2
21:cab:A222:A 2 2
21:bca:B222:B 2 2
22::F222:F 2 2
23::I222:I 2 2
24::I212121:I 2b 2c
25::Pmm2:P 2 -2
25:cab:P2mm:P -2 2
25:bca:Pm2m:P -2 -2
26::Pmc21:P 2c -2
26:ba-c:Pcm21:P 2c -2c
26:cab:P21ma:P -2a 2a
26:-cba:P21am:P -2 2a
26:bca:Pb21m:P -2 -2b
26:a-cb:Pm21b:P -2b -2
27::Pcc2:P 2 -2c
27:cab:P2aa:P -2a 2
27:bca:Pb2b:P -2b -2b
28::Pma2:P 2 -2a
28:ba-c:Pbm2:P 2 -2b
28:cab:P2mb:P -2b 2
28:-cba:P2cm:P -2c 2
28:bca:Pc2m:P -2c -2c
28:a-cb:Pm2a:P -2a -2a
29::Pca21:P 2c -2ac
29:ba-c:Pbc21:P 2c -2b
29:cab:P21ab:P -2b 2a
29:-cba:P21ca:P -2ac 2a
29:bca:Pc21b:P -2bc -2c
29:a-cb:Pb21a:P -2a -2ab
30::Pnc2:P 2 -2bc
30:ba-c:Pcn2:P 2 -2ac
30:cab:P2na:P -2ac 2
30:-cba:P2an:P -2ab 2
30:bca:Pb2n:P -2ab -2ab
30:a-cb:Pn2b:P -2bc -2bc
31::Pmn21:P 2ac -2
31:ba-c:Pnm21:P 2bc -2bc
31:cab:P21mn:P -2ab 2ab
31:-cba:P21nm:P -2 2ac
31:bca:Pn21m:P -2 -2bc
31:a-cb:Pm21n:P -2ab -2
32::Pba2:P 2 -2ab
32:cab:P2cb:P -2bc 2
32:bca:Pc2a:P -2ac -2ac
33::Pna21:P 2c -2n
33:ba-c:Pbn21:P 2c -2ab
33:cab:P21nb:P -2bc 2a
33:-cba:P21cn:P -2n 2a
33:bca:Pc21n:P -2n -2ac
33:a-cb:Pn21a:P -2ac -2n
34::Pnn2:P 2 -2n
34:cab:P2nn:P -2n 2
34:bca:Pn2n:P -2n -2n
35::Cmm2:C 2 -2
35:cab:A2mm:A -2 2
35:bca:Bm2m:B -2 -2
36::Cmc21:C 2c -2
36:ba-c:Ccm21:C 2c -2c
36:cab:A21ma:A -2a 2a
36:-cba:A21am:A -2 2a
36:bca:Bb21m:B -2 -2b
36:a-cb:Bm21b:B -2b -2
37::Ccc2:C 2 -2c
37:cab:A2aa:A -2a 2
37:bca:Bb2b:B -2b -2b
38::Amm2:A 2 -2
38:ba-c:Bmm2:B 2 -2
38:cab:B2mm:B -2 2
38:-cba:C2mm:C -2 2
38:bca:Cm2m:C -2 -2
38:a-cb:Am2m:A -2 -2
39::Aem2:A 2 -2b
39:ba-c:Bme2:B 2 -2a
39:cab:B2em:B -2a 2
39:-cba:C2me:C -2a 2
39:bca:Cm2e:C -2a -2a
39:a-cb:Ae2m:A -2b -2b
40::Ama2:A 2 -2a
40:ba-c:Bbm2:B 2 -2b
40:cab:B2mb:B -2b 2
40:-cba:C2cm:C -2c 2
40:bca:Cc2m:C -2c -2c
40:a-cb:Am2a:A -2a -2a
41::Aea2:A 2 -2ab
41:ba-c:Bbe2:B 2 -2ab
41:cab:B2eb:B -2ab 2
41:-cba:C2ce:C -2ac 2
41:bca:Cc2e:C -2ac -2ac
41:a-cb:Ae2a:A -2ab -2ab
42::Fmm2:F 2 -2
42:cab:F2mm:F -2 2
42:bca:Fm2m:F -2 -2
43::Fdd2:F 2 -2d
43:cab:F2dd:F -2d 2
43:bca:Fd2d:F -2d -2d
44::Imm2:I 2 -2
44:cab:I2mm:I -2 2
44:bca:Im2m:I -2 -2
45::Iba2:I 2 -2c
45:cab:I2cb:I -2a 2
45:bca:Ic2a:I -2b -2b
46::Ima2:I 2 -2a
46:ba-c:Ibm2:I 2 -2b
46:cab:I2mb:I -2b 2
46:-cba:I2cm:I -2c 2
46:bca:Ic2m:I -2c -2c
46:a-cb:Im2a:I -2a -2a
47::P2/m2/m2/m Pmmm:-P 2 2
48:1:P2/n2/n2/n Pnnn:P 2 2 -1n
48:2:P2/n2/n2/n Pnnn:-P 2ab 2bc
49::P2/c2/c2/m Pccm:-P 2 2c
49:cab:P2/m2/a2/a Pmaa:-P 2a 2
49:bca:P2/b2/m2/b Pbmb:-P 2b 2b
50:1:P2/b2/a2/n Pban:P 2 2 -1ab
50:2:P2/b2/a2/n Pban:-P 2ab 2b
50:1cab:P2/n2/c2/b Pncb:P 2 2 -1bc
50:2cab:P2/n2/c2/b Pncb:-P 2b 2bc
50:1bca:P2/c2/n2/a Pcna:P 2 2 -1ac
50:2bca:P2/c2/n2/a Pcna:-P 2a 2c
51::P21/m2/m2/a Pmma:-P 2a 2a
51:ba-c:P2/m21/m2/b Pmmb:-P 2b 2
51:cab:P2/b21/m2/m Pbmm:-P 2 2b
51:-cba:P2/c2/m21/m Pcmm:-P 2c 2c
51:bca:P2/m2/c21/m Pmcm:-P 2c 2
51:a-cb:P21/m2/a2/m Pmam:-P 2 2a
52::P2/n21/n2/a Pnna:-P 2a 2bc
52:ba-c:P21/n2/n2/b Pnnb:-P 2b 2n
52:cab:P2/b2/n21/n Pbnn:-P 2n 2b
52:-cba:P2/c21/n2/n Pcnn:-P 2ab 2c
52:bca:P21/n2/c2/n Pncn:-P 2ab 2n
52:a-cb:P2/n2/a21/n Pnan:-P 2n 2bc
53::P2/m2/n21/a Pmna:-P 2ac 2
53:ba-c:P2/n2/m21/b Pnmb:-P 2bc 2bc
53:cab:P21/b2/m2/n Pbmn:-P 2ab 2ab
53:-cba:P21/c2/n2/m Pcnm:-P 2 2ac
53:bca:P2/n21/c2/m Pncm:-P 2 2bc
53:a-cb:P2/m21/a2/n Pman:-P 2ab 2
54::P21/c2/c2/a Pcca:-P 2a 2ac
54:ba-c:P2/c21/c2/b Pccb:-P 2b 2c
54:cab:P2/b21/a2/a Pbaa:-P 2a 2b
54:-cba:P2/c2/a21/a Pcaa:-P 2ac 2c
54:bca:P2/b2/c21/b Pbcb:-P 2bc 2b
54:a-cb:P21/b2/a2/b Pbab:-P 2b 2ab
55::P21/b21/a2/m Pbam:-P 2 2ab
55:cab:P2/m21/c21/b Pmcb:-P 2bc 2
55:bca:P21/c2/m21/a Pcma:-P 2ac 2ac
56::P21/c21/c2/n Pccn:-P 2ab 2ac
56:cab:P2/n21/a21/a Pnaa:-P 2ac 2bc
56:bca:P21/b2/n21/b Pbnb:-P 2bc 2ab
57::P2/b21/c21/m Pbcm:-P 2c 2b
57:ba-c:P21/c2/a21/m Pcam:-P 2c 2ac
57:cab:P21/m2/c21/a Pmca:-P 2ac 2a
57:-cba:P21/m21/a2/b Pmab:-P 2b 2a
57:bca:P21/b21/m2/a Pbma:-P 2a 2ab
57:a-cb:P2/c21/m21/b Pcmb:-P 2bc 2c
58::P21/n21/n2/m Pnnm:-P 2 2n
58:cab:P2/m21/n21/n Pmnn:-P 2n 2
58:bca:P21/n2/m21/n Pnmn:-P 2n 2n
59:1:P21/m21/m2/n Pmmn:P 2 2ab -1ab
59:2:P21/m21/m2/n Pmmn:-P 2ab 2a
59:1cab:P2/n21/m21/m Pnmm:P 2bc 2 -1bc
59:2cab:P2/n21/m21/m Pnmm:-P 2c 2bc
59:1bca:P21/m2/n21/m Pmnm:P 2ac 2ac -1ac
59:2bca:P21/m2/n21/m Pmnm:-P 2c 2a
60::P21/b2/c21/n Pbcn:-P 2n 2ab
60:ba-c:P2/c21/a21/n Pcan:-P 2n 2c
60:cab:P21/n21/c2/a Pnca:-P 2a 2n
60:-cba:P21/n2/a21/b Pnab:-P 2bc 2n
60:bca:P2/b21/n21/a Pbna:-P 2ac 2b
60:a-cb:P21/c21/n2/b Pcnb:-P 2b 2ac
61::P21/b21/c21/a Pbca:-P 2ac 2ab
61:ba-c:P21/c21/a21/b Pcab:-P 2bc 2ac
62::P21/n21/m21/a Pnma:-P 2ac 2n
62:ba-c:P21/m21/n21/b Pmnb:-P 2bc 2a
62:cab:P21/b21/n21/m Pbnm:-P 2c 2ab
62:-cba:P21/c21/m21/n Pcmn:-P 2n 2ac
62:bca:P21/m21/c21/n Pmcn:-P 2n 2a
62:a-cb:P21/n21/a21/m Pnam:-P 2c 2n
63::C2/m2/c21/m Cmcm:-C 2c 2
63:ba-c:C2/c2/m21/m Ccmm:-C 2c 2c
63:cab:A21/m2/m2/a Amma:-A 2a 2a
63:-cba:A21/m2/a2/m Amam:-A 2 2a
63:bca:B2/b21/m2/m Bbmm:-B 2 2b
63:a-cb:B2/m21/m2/b Bmmb:-B 2b 2
64::C2/m2/c21/e Cmce:-C 2ac 2
64:ba-c:C2/c2/m21/e Ccme:-C 2ac 2ac
64:cab:A21/e2/m2/a Aema:-A 2ab 2ab
64:-cba:A21/e2/a2/m Aeam:-A 2 2ab
64:bca:B2/b21/e2/m Bbem:-B 2 2ab
64:a-cb:B2/m21/e2/b Bmeb:-B 2ab 2
65::C2/m2/m2/m Cmmm:-C 2 2
65:cab:A2/m2/m2/m Ammm:-A 2 2
65:bca:B2/m2/m2/m Bmmm:-B 2 2
66::C2/c2/c2/m Cccm:-C 2 2c
66:cab:A2/m2/a2/a Amaa:-A 2a 2
66:bca:B2/b2/m2/b Bbmb:-B 2b 2b
67::C2/m2/m2/e Cmme:-C 2a 2
67:ba-c:C2/m2/m2/e Cmme:-C 2a 2a
67:cab:A2/e2/m2/m Aemm:-A 2b 2b
67:-cba:A2/e2/m2/m Aemm:-A 2 2b
67:bca:B2/m2/e2/m Bmem:-B 2 2a
67:a-cb:B2/m2/e2/m Bmem:-B 2a 2
68:1:C2/c2/c2/e Ccce:C 2 2 -1ac
68:2:C2/c2/c2/e Ccce:-C 2a 2ac
68:1ba-c:C2/c2/c2/e Ccce:C 2 2 -1ac
68:2ba-c:C2/c2/c2/e Ccce:-C 2a 2c
68:1cab:A2/e2/a2/a Aeaa:A 2 2 -1ab
68:2cab:A2/e2/a2/a Aeaa:-A 2a 2b
68:1-cba:A2/e2/a2/a Aeaa:A 2 2 -1ab
68:2-cba:A2/e2/a2/a Aeaa:-A 2ab 2b
68:1bca:B2/b2/e2/b Bbeb:B 2 2 -1ab
68:2bca:B2/b2/e2/b Bbcb:-B 2ab 2b
68:1a-cb:B2/b2/e2/b Bbeb:B 2 2 -1ab
68:2a-cb:B2/b2/e2/b Bbeb:-B 2b 2ab
69::F2/m2/m2/m Fmmm:-F 2 2
70:1:F2/d2/d2/d Fddd:F 2 2 -1d
70:2:F2/d2/d2/d Fddd:-F 2uv 2vw
71::I2/m2/m2/m Immm:-I 2 2
72::I2/b2/a2/m Ibam:-I 2 2c
72:cab:I2/m2/c2/b Imcb:-I 2a 2
72:bca:I2/c2/m2/a Icma:-I 2b 2b
73::I2/b2/c2/a Ibca:-I 2b 2c
73:ba-c:I2/c2/a2/b Icab:-I 2a 2b
74::I2/m2/m2/a Imma:-I 2b 2
74:ba-c:I2/m2/m2/b Immb:-I 2a 2a
74:cab:I2/b2/m2/m Ibmm:-I 2c 2c
74:-cba:I2/c2/m2/m Icmm:-I 2 2b
74:bca:I2/m2/c2/m Imcm:-I 2 2a
74:a-cb:I2/m2/a2/m Imam:-I 2c 2
75::P4:P 4
76::P41:P 4w
77::P42:P 4c
78::P43:P 4cw
79::I4:I 4
80::I41:I 4bw
81::P-4:P -4
82::I-4:I -4
83::P4/m:-P 4
84::P42/m:-P 4c
85:1:P4/n:P 4ab -1ab
85:2:P4/n:-P 4a
86:1:P42/n:P 4n -1n
86:2:P42/n:-P 4bc
87::I4/m:-I 4
88:1:I41/a:I 4bw -1bw
88:2:I41/a:-I 4ad
89::P422:P 4 2
90::P4212:P 4ab 2ab
91::P4122:P 4w 2c
92::P41212:P 4abw 2nw
93::P4222:P 4c 2
94::P42212:P 4n 2n
95::P4322:P 4cw 2c
96::P43212:P 4nw 2abw
97::I422:I 4 2
98::I4122:I 4bw 2bw
99::P4mm:P 4 -2
100::P4bm:P 4 -2ab
101::P42cm:P 4c -2c
102::P42nm:P 4n -2n
103::P4cc:P 4 -2c
104::P4nc:P 4 -2n
105::P42mc:P 4c -2
106::P42bc:P 4c -2ab
107::I4mm:I 4 -2
108::I4cm:I 4 -2c
109::I41md:I 4bw -2
110::I41cd:I 4bw -2c
111::P-42m:P -4 2
112::P-42c:P -4 2c
113::P-421m:P -4 2ab
114::P-421c:P -4 2n
115::P-4m2:P -4 -2
116::P-4c2:P -4 -2c
117::P-4b2:P -4 -2ab
118::P-4n2:P -4 -2n
119::I-4m2:I -4 -2
120::I-4c2:I -4 -2c
121::I-42m:I -4 2
122::I-42d:I -4 2bw
123::P4/m2/m2/m P4/mmm:-P 4 2
124::P4/m2/c2/c P4/mcc:-P 4 2c
125:1:P4/n2/b2/m P4/nbm:P 4 2 -1ab
125:2:P4/n2/b2/m P4/nbm:-P 4a 2b
126:1:P4/n2/n2/c P4/nnc:P 4 2 -1n
126:2:P4/n2/n2/c P4/nnc:-P 4a 2bc
127::P4/m21/bm P4/mbm:-P 4 2ab
128::P4/m21/nc P4/mnc:-P 4 2n
129:1:P4/n21/mm P4/nmm:P 4ab 2ab -1ab
129:2:P4/n21/mm P4/nmm:-P 4a 2a
130:1:P4/n21/cc P4/ncc:P 4ab 2n -1ab
130:2:P4/n21/cc P4/ncc:-P 4a 2ac
131::P42/m2/m2/c P42/mmc:-P 4c 2
132::P42/m2/c2/m P42/mcm:-P 4c 2c
133:1:P42/n2/b2/c P42/nbc:P 4n 2c -1n
133:2:P42/n2/b2/c P42/nbc:-P 4ac 2b
134:1:P42/n2/n2/m P42/nnm:P 4n 2 -1n
134:2:P42/n2/n2/m P42/nnm:-P 4ac 2bc
135::P42/m21/b2/c P42/mbc:-P 4c 2ab
136::P42/m21/n2/m P42/mnm:-P 4n 2n
137:1:P42/n21/m2/c P42/nmc:P 4n 2n -1n
137:2:P42/n21/m2/c P42/nmc:-P 4ac 2a
138:1:P42/n21/c2/m P42/ncm:P 4n 2ab -1n
138:2:P42/n21/c2/m P42/ncm:-P 4ac 2ac
139::I4/m2/m2/m I4/mmm:-I 4 2
140::I4/m2/c2/m I4/mcm:-I 4 2c
141:1:I41/a2/m2/d I41/amd:I 4bw 2bw -1bw
141:2:I41/a2/m2/d I41/amd:-I 4bd 2
142:1:I41/a2/c2/d I41/acd:I 4bw 2aw -1bw
142:2:I41/a2/c2/d I41/acd:-I 4bd 2c
143::P3:P 3
144::P31:P 31
145::P32:P 32
146:H:R3:R 3
146:R:R3:P 3*
147::P-3:-P 3
148:H:R-3:-R 3
148:R:R-3:-P 3*
149::P312:P 3 2
150::P321:P 3 2"
151::P3112:P 31 2 (0 0 4)
152::P3121:P 31 2"
153::P3212:P 32 2 (0 0 2)
154::P3221:P 32 2"
155:H:R32:R 3 2"
155:R:R32:P 3* 2
156::P3m1:P 3 -2"
157::P31m:P 3 -2
158::P3c1:P 3 -2"c
159::P31c:P 3 -2c
160:H:R3m:R 3 -2"
160:R:R3m:P 3* -2
161:H:R3c:R 3 -2"c
161:R:R3c:P 3* -2n
162::P-312/m P-31m:-P 3 2
163::P-312/c P-31c:-P 3 2c
164::P-32/m1 P-3m1:-P 3 2"
165::P-32/c1 P-3c1:-P 3 2"c
166:H:R-32/m R-3m:-R 3 2"
166:R:R-32/m R-3m:-P 3* 2
167:H:R-32/c R-3c:-R 3 2"c
167:R:R-32/c R-3c:-P 3* 2n
168::P6:P 6
169::P61:P 61
170::P65:P 65
171::P62:P 62
172::P64:P 64
173::P63:P 6c
174::P-6:P -6
175::P6/m:-P 6
176::P63/m:-P 6c
177::P622:P 6 2
178::P6122:P 61 2 (0 0 5)
179::P6522:P 65 2 (0 0 1)
180::P6222:P 62 2 (0 0 4)
181::P6422:P 64 2 (0 0 2)
182::P6322:P 6c 2c
183::P6mm:P 6 -2
184::P6cc:P 6 -2c
185::P63cm:P 6c -2
186::P63mc:P 6c -2c
187::P-6m2:P -6 2
188::P-6c2:P -6c 2
189::P-62m:P -6 -2
190::P-62c:P -6c -2c
191::P6/m2/m2/m P6/mmm:-P 6 2
192::P6/m2/c2/c P6/mcc:-P 6 2c
193::P63/m2/c2/m P63/mcm:-P 6c 2
194::P63/m2/m2/c P63/mmc:-P 6c 2c
195::P23:P 2 2 3
196::F23:F 2 2 3
197::I23:I 2 2 3
198::P213:P 2ac 2ab 3
199::I213:I 2b 2c 3
200::P2/m-3 Pm-3:-P 2 2 3
201:1:P2/n-3 Pn-3:P 2 2 3 -1n
201:2:P2/n-3 Pn-3:-P 2ab 2bc 3
202::F2/m-3 Fm-3:-F 2 2 3
203:1:F2/d-3 Fd-3:F 2 2 3 -1d
203:2:F2/d-3 Fd-3:-F 2uv 2vw 3
204::I2/m-3 Im-3:-I 2 2 3
205::P21/a-3 Pa-3:-P 2ac 2ab 3
206::I21/a-3 Ia-3:-I 2b 2c 3
207::P432:P 4 2 3
208::P4232:P 4n 2 3
209::F432:F 4 2 3
210::F4132:F 4d 2 3
211::I432:I 4 2 3
212::P4332:P 4acd 2ab 3
213::P4132:P 4bd 2ab 3
214::I4132:I 4bd 2c 3
215::P-43m:P -4 2 3
216::F-43m:F -4 2 3
217::I-43m:I -4 2 3
218::P-43n:P -4n 2 3
219::F-43c:F -4a 2 3
220::I-43d:I -4bd 2c 3
221::P4/m-32/m Pm-3m:-P 4 2 3
222:1:P4/n-32/n Pn-3n:P 4 2 3 -1n
222:2:P4/n-32/n Pn-3n:-P 4a 2bc 3
223::P42/m-32/n Pm-3n:-P 4n 2 3
224:1:P42/n-32/m Pn-3m:P 4n 2 3 -1n
224:2:P42/n-32/m Pn-3m:-P 4bc 2bc 3
225::F4/m-32/m Fm-3m:-F 4 2 3
226::F4/m-32/c Fm-3c:-F 4a 2 3
227:1:F41/d-32/m Fd-3m:F 4d 2 3 -1d
227:2:F41/d-32/m Fd-3m:-F 4vw 2vw 3
228:1:F41/d-32/c Fd-3c:F 4d 2 3 -1ad
228:2:F41/d-32/c Fd-3c:-F 4ud 2vw 3
229::I4/m-32/m Im-3m:-I 4 2 3
230::I41/a-32/d Ia-3d:-I 4bd 2c 3
`
  .trim()
  .split("\n")
  .map((row) => {
    const [number, setting, names, hall] = row.split(":") as [string, string, string, string]; // as written above
    return { number: Number(number), setting, names: names.split(" "), hall };
  });
