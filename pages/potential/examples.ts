// Structures to begin with, a file each: atoms a little off their places, so that forces are to be seen.
export const examples: Readonly<Record<string, string>> = {
  "water.xyz": `3
one bond too long
O 0.000 0.000 0.117
H 0.000 0.757 -0.469
H 0.000 -0.880 -0.545
`,
  "ethanol.xyz": `9
a hydrogen displaced
C 1.17 -0.40 0.00
C 0.00 0.56 0.00
O -1.19 -0.23 0.00
H -2.02 0.44 0.08
H 0.04 1.21 0.89
H 0.04 1.21 -0.89
H 2.12 0.14 0.00
H 1.13 -1.04 0.89
H 1.13 -1.04 -0.89
`,
  "quartz.cif": `data_quartz
_cell_length_a 4.913
_cell_length_b 4.913
_cell_length_c 5.405
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 120
_space_group_name_H-M_alt 'P 32 2 1'
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
Si1 Si 0.4697 0 0.66667
O1 O 0.4135 0.2669 0.7858
`,
  "salt.vasp": `NaCl, one ion displaced
1.0
5.64 0 0
0 5.64 0
0 0 5.64
Na Cl
4 4
Direct
0.05 0.02 0.03
0 0.5 0.5
0.5 0 0.5
0.5 0.5 0
0.5 0.5 0.5
0.5 0 0
0 0.5 0
0 0 0.5
`,
  "copper-slab.xyz": `4
Lattice="3.61 0 0 0 3.61 0 0 0 20" pbc="T T F" Properties=species:S:1:pos:R:3
Cu 0.000 0.000 8.000
Cu 1.805 1.805 8.000
Cu 1.805 0.000 9.805
Cu 0.000 1.805 10.100
`,
};
